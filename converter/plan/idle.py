"""Plain values that are nothing but written down: no product of the job, and idle where nothing reads them."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from converter.model.dataflow import Dataflow, Statement
from converter.plan.constants import is_literal

WRITTEN_DOWN = "a plain value that nothing reads"


def literal_of(node: ast.stmt) -> ast.expr | None:
    """The value of `name = value` where it is a literal: `done = True`, `sizes = [1, 2]`."""
    match node:
        case ast.Assign(targets=[ast.Name()], value=value) if is_literal(value):
            return value
        case ast.AnnAssign(target=ast.Name(), value=ast.expr() as value) if is_literal(value):
            return value
    return None


def idle_assignments(
    flow: Dataflow, running: Iterable[Statement], readers: Iterable[Statement]
) -> frozenset[int]:
    """Those `running` that give a name a literal, where none of the `readers` has a use for the name."""
    cells = {cell.number: cell.marks for cell in flow.program.cells}
    named = {name for marks in cells.values() for name in marks.outputs}
    used: set[str] = set(named)
    for each in readers:
        used |= each.reads | each.late | each.strings | each.deletes | each.assigns_late
        used |= each.mutates | each.touches
        if literal_of(each.node) is None:
            used |= each.binds
    return frozenset(
        each.order
        for each in running
        if literal_of(each.node) is not None
        and not each.binds & used
        and not (cells[each.cell].metrics or cells[each.cell].module)
    )
