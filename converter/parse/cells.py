"""One code cell as Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from converter.model.diagnostic import Diagnostic, Span
from converter.model.notebook import Included
from converter.model.program import CodeCell, Magic, Marks
from converter.parse.automagic import spelled_out
from converter.parse.expected import IMPORT, going_on
from converter.parse.included import with_included
from converter.parse.interactivity import REASON, says_all, settings_of_display
from converter.parse.ipython_calls import shell_uses
from converter.parse.magics import Plain, plain
from converter.parse.names import bound_anywhere
from converter.parse.rows import Row, cleaned, text_of
from converter.parse.several import one_by_one
from converter.parse.syntax import parsed, tree_of

_MAY_EXPAND = re.compile(r"[%!].*[{$]")


@dataclass(frozen=True)
class Outcome:
    """What came of a code cell; `cell` is None when it is no Python."""

    cell: CodeCell | None
    requirements: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    displays_all: bool = False
    left_out: str = ""
    """Why the cell does nothing, where that is as it should be."""


def code_cell(
    number: int,
    rows: tuple[Row, ...],
    marks: Marks,
    known: frozenset[str],
    files: Mapping[str, Included],
) -> Outcome:
    """The cell `number` with text `rows`; `known` are the names that earlier cells bind.

    `files` are those that `%run` may name.
    """
    rows = spelled_out(cleaned(rows), known)
    known |= _own_names(rows, number)
    with_files = with_included(rows, number, known, files)
    new = plain(with_files.rows, number, known)
    if with_files.magics:
        new = _together(with_files, new)
    tree = parsed(text_of(new.rows), _lines(new.rows), number)
    if isinstance(tree, Diagnostic) and marks.raises and not new.diagnostics:
        return Outcome(None, new.requirements, left_out="it is no Python, as it is expected to be")
    if isinstance(tree, Diagnostic):
        return Outcome(None, new.requirements, (*new.diagnostics, tree))
    kept = _without(new.rows, _needless_fillers(tree, new.rows))
    if len(kept) != len(new.rows):
        tree = tree_of(text_of(kept))
    settings = settings_of_display(tree)
    displays_all = any(value for _, value in settings) or says_all(new.magics)
    masked, dropped = _masked(tree, kept, settings, number=number)
    masked, remarks = _shell_calls(tree_of(text_of(masked)), masked, number)
    masked = one_by_one(tree_of(text_of(masked)), masked)
    if marks.raises:
        masked = _expected(masked)
    tree = tree_of(text_of(masked))
    cell = CodeCell(
        number=number,
        code=text_of(masked),
        tree=tree,
        lines=_lines(masked),
        marks=marks,
        shows=_shows(tree, masked, new),
        magics=(*new.magics, *dropped),
    )
    return Outcome(cell, new.requirements, (*new.diagnostics, *remarks), displays_all)


def _together(before: Plain, after: Plain) -> Plain:
    """What two passes over a cell found, the rows being those of the second."""
    return Plain(
        after.rows,
        (*before.magics, *after.magics),
        (*before.requirements, *after.requirements),
        (*before.diagnostics, *after.diagnostics),
        max(before.quiet_from, after.quiet_from),
    )


def _lines(rows: tuple[Row, ...]) -> tuple[int, ...]:
    return tuple(row.number for row in rows)


def _own_names(rows: tuple[Row, ...], number: int) -> frozenset[str]:
    """Names that the cell itself binds, looked up only where a magic may expand one."""
    if not any(_MAY_EXPAND.search(row.text) for row in rows):
        return frozenset()
    try:
        return bound_anywhere(tree_of(text_of(plain(rows, number, frozenset()).rows)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()


def _without(rows: tuple[Row, ...], positions: set[int]) -> tuple[Row, ...]:
    return tuple(row for position, row in enumerate(rows) if position not in positions)


def _needless_fillers(tree: ast.Module, rows: tuple[Row, ...]) -> set[int]:
    """Rows that hold a `pass` for a left-out magic in a block that has other statements."""
    fillers = {position for position, row in enumerate(rows) if row.filler}
    needless: set[int] = set()
    if not fillers:
        return needless
    for node in ast.walk(tree):
        for block in _blocks(node):
            here = [s.lineno - 1 for s in block if s.lineno - 1 in fillers]
            needless.update(here if len(here) < len(block) else here[1:])
    return needless


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
            yield block


def _masked(
    tree: ast.Module,
    rows: tuple[Row, ...],
    settings: list[tuple[ast.stmt, bool]],
    *,
    number: int,
) -> tuple[tuple[Row, ...], tuple[Magic, ...]]:
    """`rows` without the statements that set up the display, and a record of each."""
    gone: set[int] = set()
    magics: list[Magic] = []
    for node, _ in settings:
        positions = set(range(node.lineno - 1, node.end_lineno or node.lineno))
        shared = any(
            other is not node
            and positions & set(range(other.lineno - 1, other.end_lineno or other.lineno))
            for other in tree.body
        )
        if shared:
            continue
        gone |= positions
        first = rows[node.lineno - 1]
        magics.append(Magic(first.text.strip(), "drop", REASON, Span(number, first.number)))
    return _without(rows, gone), tuple(magics)


def _shell_calls(
    tree: ast.Module, rows: tuple[Row, ...], number: int
) -> tuple[tuple[Row, ...], tuple[Diagnostic, ...]]:
    """`rows` fit to call `get_ipython()` where there is none, and errors where that is no help."""
    used, looked_at = shell_uses(tree)
    remarks = tuple(
        Diagnostic(
            "NB406",
            "error",
            "this uses the IPython shell, which a project does not have",
            "write it without get_ipython(), or tag the cell 'skip'",
            Span(number, rows[call.lineno - 1].number, call.col_offset + 1),
        )
        for call in used
    )
    if not looked_at or "get_ipython" in bound_anywhere(tree):
        return rows, remarks
    # Outside a kernel it returns None: what asks for Colab or Jupyter gets its "no".
    return _with_import(tree, rows, "from IPython import get_ipython"), remarks


def _expected(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """`rows` that fail, as the notebook expects of them, and go on."""
    tree = tree_of(text_of(rows))
    found = going_on(tree, rows)
    return rows if found is rows else _with_import(tree_of(text_of(found)), found, IMPORT)


def _with_import(tree: ast.Module, rows: tuple[Row, ...], line: str) -> tuple[Row, ...]:
    """`rows` with an import before the first statement that is no `from __future__`."""
    first = next(
        node
        for node in tree.body
        if not (isinstance(node, ast.ImportFrom) and node.module == "__future__")
    )
    start = min([first.lineno, *(d.lineno for d in getattr(first, "decorator_list", []))]) - 1
    return (*rows[:start], Row(line, rows[start].number), *rows[start:])


def _shows(tree: ast.Module, rows: tuple[Row, ...], new: Plain) -> bool:
    """True when the last statement is an expression whose value the notebook shows."""
    if not tree.body or not isinstance(tree.body[-1], ast.Expr):
        return False
    last = tree.body[-1]
    end_line, end_column = last.end_lineno or last.lineno, last.end_col_offset or 0
    if new.quiet_from and rows[last.lineno - 1].number <= new.quiet_from:
        return False
    tail = [rows[end_line - 1].text.encode()[end_column:].decode(), *_texts(rows[end_line:])]
    return not any(";" in text.split("#")[0] for text in tail)


def _texts(rows: tuple[Row, ...]) -> list[str]:
    return [row.text for row in rows]
