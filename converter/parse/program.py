"""The program that a notebook is: its code cells as Python, its marks, its headings."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from converter.model.diagnostic import Diagnostic, Span
from converter.model.notebook import Cell, Included, Notebook
from converter.model.program import CodeCell, Program
from converter.parse.cells import Outcome, code_cell
from converter.parse.headings import headings_of, prose_of
from converter.parse.included import namespace_clashes
from converter.parse.names import bound_anywhere, read_anywhere
from converter.parse.rows import Row, rows_of
from converter.parse.tags import (
    Tagged,
    default_module,
    directives_of,
    tagged,
    uses_kale,
)


@dataclass(frozen=True)
class _Marked:
    """A code cell with its marks read and its directives taken off."""

    cell: Cell
    rows: tuple[Row, ...]
    tagged: Tagged


def parse_program(notebook: Notebook) -> Program:
    """The notebook as a Program; what is wrong with it is in its diagnostics."""
    marked = _marked(notebook)
    kept = [m for m in marked if m.tagged.marks.skip is None]
    skipped = [(m.cell.number, m.tagged.marks.skip or "") for m in marked if m not in kept]
    files = {file.target: file for file in notebook.included}
    outcomes = _outcomes(kept, files)
    hidden, notes = _hidden(kept, outcomes)
    hidden |= {m.cell.number: o.left_out for m, o in zip(kept, outcomes, strict=True) if o.left_out}
    shown = [o for m, o in zip(kept, outcomes, strict=True) if m.cell.number not in hidden]
    headings = tuple(
        heading
        for cell in notebook.cells
        if cell.kind == "markdown"
        for heading in headings_of(cell)
    )
    return Program(
        notebook=notebook,
        cells=tuple(outcome.cell for outcome in shown if outcome.cell is not None),
        headings=headings,
        title=headings[0].text if headings else "",
        prose=prose_of(notebook.cells),
        requirements=tuple(dict.fromkeys(line for o in shown for line in o.requirements)),
        skipped=tuple(sorted([*skipped, *hidden.items()])),
        diagnostics=(
            *_nothing_to_convert(marked, shown),
            *sorted(
                [
                    *(d for m in marked for d in m.tagged.diagnostics),
                    *(d for outcome in shown for d in outcome.diagnostics),
                    *notes,
                    *_clashes(notebook, shown),
                ],
                key=lambda d: d.span or Span(0),
            ),
        ),
        all_displayed=any(outcome.displays_all for outcome in shown),
    )


def _marked(notebook: Notebook) -> list[_Marked]:
    code = [cell for cell in notebook.cells if cell.kind == "code"]
    parts = [directives_of(rows_of(cell.source)) for cell in code]
    module = next((name for found, _ in parts if (name := default_module(found))), "")
    kale = any(uses_kale(cell.tags) for cell in code)
    marked: list[_Marked] = []
    for cell, (directives, rows) in zip(code, parts, strict=True):
        read = tagged(cell.number, cell.tags, directives, exported_to=module)
        if kale and read.marks.stage is None:
            read = replace(read, marks=replace(read.marks, continues=True))
        marked.append(_Marked(cell, rows, read))
    return marked


def _outcomes(cells: list[_Marked], files: Mapping[str, Included]) -> list[Outcome]:
    """Each cell as Python, knowing the names of the cells before it."""
    known: frozenset[str] = frozenset()
    outcomes: list[Outcome] = []
    for marked in cells:
        outcome = code_cell(marked.cell.number, marked.rows, marked.tagged.marks, known, files)
        if outcome.cell is not None:
            known |= bound_anywhere(outcome.cell.tree)
            if marked.tagged.metrics:
                outcome = replace(outcome, cell=_with_metrics(outcome.cell))
        outcomes.append(outcome)
    return outcomes


def _with_metrics(cell: CodeCell) -> CodeCell:
    """A cell of Kale's pipeline metrics: the variables that it names are outputs."""
    names = [name for statement in cell.tree.body if (name := _named(statement))]
    outputs = tuple(dict.fromkeys([*cell.marks.outputs, *names]))
    return replace(cell, marks=replace(cell.marks, outputs=outputs))


def _named(statement: ast.stmt) -> str:
    match statement:
        case ast.Expr(value=ast.Name(id=name)):
            return name
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=[ast.Name(id=name)])):
            return name
    return ""


def _hidden(
    cells: list[_Marked], outcomes: list[Outcome]
) -> tuple[dict[int, str], list[Diagnostic]]:
    """Cells that another tool hides, with the reason, but for those whose names are needed."""
    hidden: dict[int, str] = {}
    notes: list[Diagnostic] = []
    for marked, outcome in zip(cells, outcomes, strict=True):
        if not marked.tagged.hidden:
            continue
        others = [o.cell for o in outcomes if o is not outcome and o.cell is not None]
        needed = frozenset().union(*(read_anywhere(cell.tree) for cell in others))
        own = bound_anywhere(outcome.cell.tree) if outcome.cell else frozenset()
        if not own & needed:
            hidden[marked.cell.number] = marked.tagged.hidden
            continue
        name = sorted(own & needed)[0]
        message = f"the cell is {marked.tagged.hidden}, but kept: other cells need '{name}'"
        hint = "tag it 'skip' to leave it out"
        notes.append(Diagnostic("NB505", "note", message, hint, Span(marked.cell.number)))
    return hidden, notes


def _clashes(notebook: Notebook, shown: list[Outcome]) -> Iterator[Diagnostic]:
    trees = {o.cell.number: o.cell.tree for o in shown if o.cell is not None}
    runs = {
        file.target: o.cell.number
        for file in notebook.included
        for o in shown
        if o.cell is not None
        for magic in o.cell.magics
        if magic.action == "translate" and f"runs {file.target} in" in magic.reason
    }
    yield from namespace_clashes(notebook.included, trees, runs)


def _nothing_to_convert(marked: list[_Marked], shown: list[Outcome]) -> tuple[Diagnostic, ...]:
    """An error when no cell holds code that is to be converted."""
    if any(outcome.cell is None or outcome.cell.tree.body for outcome in shown):
        return ()
    if any(outcome.diagnostics for outcome in shown):
        return ()
    if not any(marked_cell.cell.source.strip() for marked_cell in marked):
        message, hint = "the notebook has no code cells", "write some code first"
    else:
        message = "the notebook has no code to convert: every cell is skipped, empty or a comment"
        hint = "remove a 'skip' tag, or write some code"
    return (Diagnostic("NB104", "error", message, hint),)
