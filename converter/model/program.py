"""The notebook as a program: every code cell is valid Python with its tree and its marks."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from converter.model.diagnostic import Diagnostic, Span
from converter.model.notebook import Notebook

NEEDS_BROWSER, WAITS = "needs a browser", "waits for requests until it is stopped"
"""Said of statements that are left out, where they stood."""


@dataclass(frozen=True)
class Marks:
    """What tags, first-line comments and other tools' dialects say of a cell (design section 3)."""

    parameters: bool = False
    stage: str | None = None
    imports: bool = False
    module: str | None = None
    predict: bool = False
    outputs: tuple[str, ...] = ()
    test: bool = False
    skip: str | None = None
    """Why the cell is left out, or None."""
    continues: bool = False
    """True where a dialect says that the cell goes on with the stage before (Kale's bare cells)."""
    metrics: bool = False
    """The numbers that the cell assigns are what runs are compared by."""
    raises: bool = False
    """The cell is expected to fail, and the notebook goes on after it."""


@dataclass(frozen=True)
class Magic:
    """A magic or shell line and what became of it: `drop`, `keep`, `translate`, `requirement`."""

    text: str
    action: str
    reason: str
    span: Span


@dataclass(frozen=True)
class CodeCell:
    """A code cell as Python.

    `code` is Python text: magics are replaced by their translation, or masked by a comment or a
    `pass`. `lines[i]` is the line of the cell's source that line i+1 of `code` came from.
    `shows` is True when the cell ends in an expression that the notebook displays (no `;`).
    """

    number: int
    code: str
    tree: ast.Module = field(compare=False)
    lines: tuple[int, ...]
    marks: Marks = Marks()
    shows: bool = False
    magics: tuple[Magic, ...] = ()

    def span(self, node: ast.AST) -> Span:
        """Where `node` of this cell's tree stands in the notebook."""
        line = getattr(node, "lineno", 1)
        source_line = self.lines[line - 1] if line <= len(self.lines) else line
        return Span(self.number, source_line, getattr(node, "col_offset", 0) + 1)


@dataclass(frozen=True)
class Heading:
    """A Markdown heading: the cell it stands in, its level from 1, its plain text."""

    cell: int
    level: int
    text: str


@dataclass(frozen=True)
class Program:
    """All code cells in order, the headings between them, and what was found on the way.

    `title` and `prose` are the notebook's own: its first heading, and the Markdown text before the
    first code cell. `requirements` are what `%pip install` and its like asked for. Cells that
    are skipped by a mark are not in `cells` but in `skipped` (number, reason).
    `all_displayed` is True when the notebook sets `ast_node_interactivity` to "all".
    """

    notebook: Notebook
    cells: tuple[CodeCell, ...]
    headings: tuple[Heading, ...] = ()
    title: str = ""
    prose: str = ""
    requirements: tuple[str, ...] = ()
    skipped: tuple[tuple[int, str], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    all_displayed: bool = False
    made: tuple[str, ...] = ()
    """Functions that were made for a service to serve: the notebook has none."""
    older: frozenset[str] = frozenset()
    """What earlier versions of functions are called here, which the notebook defines again."""
