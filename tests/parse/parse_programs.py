"""Programs out of cell texts, for the tests of this folder."""

from __future__ import annotations

from converter.model.notebook import Cell, Notebook
from converter.model.program import CodeCell, Program
from converter.parse.program import parse_program


def program(*sources: str | Cell) -> Program:
    """A notebook of code cells (or ready-made cells), parsed."""
    cells = tuple(
        source if isinstance(source, Cell) else Cell(number, "code", source)
        for number, source in enumerate(sources, start=1)
    )
    return parse_program(Notebook("x.ipynb", None, "", cells))


def cell(source: str) -> CodeCell:
    """The one cell of a notebook that has nothing wrong with it."""
    found = program(source)
    assert found.diagnostics == ()
    return found.cells[0]


def codes(found: Program) -> list[str]:
    """The codes of what was found, in order."""
    return [diagnostic.code for diagnostic in found.diagnostics]
