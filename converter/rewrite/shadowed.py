"""Names that mean a built-in or an import first and a value later: the value gets its own name.

`sum = sum(xs)` works in a notebook, where both live in one namespace. In a function the assignment
makes `sum` local throughout, and the call fails. Where the change of meaning is one plain
assignment, the value is called `sum_` from there on.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from converter.model.dataflow import Dataflow, Statement
from converter.model.program import CodeCell, Program
from converter.syntax.parsing import parsed
from converter.syntax.references import occurrences
from converter.syntax.text import Edit, Offsets, apply_edits

BUILTINS = frozenset(dir(builtins))


def unshadowed(flow: Dataflow) -> tuple[Program, Mapping[str, str]]:
    """The program with such values renamed, and the notebook's name for each new one."""
    renames = dict(_renames(flow))
    if not renames:
        return flow.program, {}
    by_cell: dict[int, list[Statement]] = {}
    for statement in flow.statements:
        by_cell.setdefault(statement.cell, []).append(statement)
    cells = tuple(
        _renamed(cell, by_cell.get(cell.number, []), renames) for cell in flow.program.cells
    )
    return replace(flow.program, cells=cells), {each.new: old for old, each in renames.items()}


@dataclass(frozen=True)
class _Rename:
    """The name is a value, called `new`, from the statement `first` to the one that deletes it."""

    first: int
    last: int | None
    new: str

    def holds(self, order: int) -> bool:
        """True for statements in which the name means the value."""
        return self.first <= order and (self.last is None or order <= self.last)


def _renames(flow: Dataflow) -> Iterator[tuple[str, _Rename]]:
    """The names that change their meaning, and where."""
    taken = {name for each in flow.statements for name in each.binds | each.reads | each.late}
    for name in sorted({name for each in flow.statements for name in each.binds}):
        found = _turning_points(name, flow.statements)
        if found is not None:
            new = f"{name}_"
            while new in taken:
                new += "_"
            yield name, _Rename(*found, new)


def _turning_points(name: str, statements: tuple[Statement, ...]) -> tuple[int, int | None] | None:
    """The orders of the one plain assignment after which `name` is a value, and of its `del`; or None."""
    imports = [each.order for each in statements if name in each.binds and _imports(each.node)]
    values = [each for each in statements if name in each.binds and not _imports(each.node)]
    if not values or not (imports or name in BUILTINS):
        return None
    turning = values[0]
    if not isinstance(turning.node, ast.Assign | ast.AnnAssign) or name not in turning.surely:
        return None
    deleting = [each for each in statements if name in each.deletes]
    if deleting and not _ends(name, values, deleting, statements):
        return None
    last = deleting[0].order if deleting else None
    outside = [
        each
        for each in statements
        if each.order <= turning.order or (last is not None and each.order > last)
    ]
    if not imports and not any(name in each.reads for each in outside):
        return None  # nobody asks for the built-in
    unclear = any(name in each.assigns_late | each.strings for each in statements) or any(
        name in each.late for each in outside
    )
    again = any(
        isinstance(part, ast.Import | ast.ImportFrom)
        and any((alias.asname or alias.name.split(".")[0]) == name for alias in part.names)
        for each in statements
        if each.order > turning.order
        for part in ast.walk(each.node)
    )
    plain = all(
        any(True for node in occurrences(each.node, frozenset({name})) if _stores(node))
        for each in values
    )
    if unclear or again or not plain:
        return None
    return turning.order, last


def _ends(
    name: str, values: list[Statement], deleting: list[Statement], statements: tuple[Statement, ...]
) -> bool:
    """True when one plain `del` ends the value, and no function could see both meanings."""
    return (
        len(deleting) == 1
        and isinstance(deleting[0].node, ast.Delete)
        and deleting[0].order > values[-1].order
        and not any(name in each.late for each in statements)
    )


def _stores(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _imports(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def _renamed(
    cell: CodeCell,
    statements: list[Statement],
    renames: Mapping[str, _Rename],
) -> CodeCell:
    offsets = Offsets(cell.code)
    trusted = {(node.lineno, node.col_offset): node for node in parsed(cell.code).body}
    edits: list[Edit] = []
    for statement in statements:
        order = statement.order
        names = frozenset(name for name, rename in renames.items() if rename.holds(order))
        for node in occurrences(trusted[statement.node.lineno, statement.node.col_offset], names):
            rename = renames[node.id]
            if order != rename.first or not isinstance(node.ctx, ast.Load):
                edits.append(Edit(offsets.start(node), offsets.end(node), rename.new))
    if not edits:
        return cell
    code = apply_edits(cell.code, edits)
    return replace(cell, code=code, tree=ast.parse(code))
