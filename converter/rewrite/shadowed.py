"""Names that mean a built-in or an import first and a value later: the value gets its own name.

`sum = sum(xs)` works in a notebook, where both live in one namespace. In a function the assignment
makes `sum` local throughout, and the call fails. Where the change of meaning is one plain
assignment, the value is called `sum_` from there on.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping
from dataclasses import replace

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
    first = {name: order for name, (order, _) in renames.items()}
    by_cell: dict[int, list[Statement]] = {}
    for statement in flow.statements:
        by_cell.setdefault(statement.cell, []).append(statement)
    cells = tuple(
        _renamed(cell, by_cell.get(cell.number, []), first, renames) for cell in flow.program.cells
    )
    return replace(flow.program, cells=cells), {new: old for old, (_, new) in renames.items()}


def _renames(flow: Dataflow) -> Iterator[tuple[str, tuple[int, str]]]:
    """(name, (order of the assignment that changes its meaning, new name))."""
    taken = {name for each in flow.statements for name in each.binds | each.reads | each.late}
    for name in sorted({name for each in flow.statements for name in each.binds}):
        order = _turning_point(name, flow.statements)
        if order is not None:
            new = f"{name}_"
            while new in taken:
                new += "_"
            yield name, (order, new)


def _turning_point(name: str, statements: tuple[Statement, ...]) -> int | None:
    """The order of the one plain assignment after which `name` is a value, or None."""
    imports = [each.order for each in statements if name in each.binds and _imports(each.node)]
    values = [each for each in statements if name in each.binds and not _imports(each.node)]
    if not values or not (imports or name in BUILTINS):
        return None
    turning = values[0]
    if not isinstance(turning.node, ast.Assign | ast.AnnAssign) or name not in turning.surely:
        return None
    before = [each for each in statements if each.order <= turning.order]
    if not imports and not any(name in each.reads for each in before):
        return None  # nobody asks for the built-in
    unclear = any(
        name in each.deletes | each.assigns_late | each.strings for each in statements
    ) or any(name in each.late for each in before)
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
    return turning.order


def _stores(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _imports(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def _renamed(
    cell: CodeCell,
    statements: list[Statement],
    first: Mapping[str, int],
    renames: Mapping[str, tuple[int, str]],
) -> CodeCell:
    offsets = Offsets(cell.code)
    trusted = {(node.lineno, node.col_offset): node for node in parsed(cell.code).body}
    edits: list[Edit] = []
    for statement in statements:
        names = frozenset(name for name, order in first.items() if statement.order >= order)
        for node in occurrences(trusted[statement.node.lineno, statement.node.col_offset], names):
            is_old = statement.order == first[node.id] and isinstance(node.ctx, ast.Load)
            if not is_old:
                edits.append(Edit(offsets.start(node), offsets.end(node), renames[node.id][1]))
    if not edits:
        return cell
    code = apply_edits(cell.code, edits)
    return replace(cell, code=code, tree=ast.parse(code))
