"""Stages merged where functions of their own could not mean what the notebook means."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from converter.plan.certainty import bound_by_loop, surely_read
from converter.plan.effective import Step
from converter.plan.obstacles import KEEPERS
from converter.plan.stages import Group
from converter.syntax.references import references


@dataclass(frozen=True)
class Merge:
    """Stages `first` to `last` have to be one function, because of `why`."""

    first: int
    last: int
    why: str


def merged_groups(
    groups: Sequence[Group], steps: Sequence[Step], given: frozenset[str]
) -> tuple[tuple[Group, ...], tuple[str, ...]]:
    """The groups after all necessary merges, and the reasons.

    Two causes. A closure (lambda, function that could not move) reads a name that a later stage
    binds again: in one function it sees the new value, across two it would not. A name is bound
    only on some paths (`if`, `try`) and read by a later stage: a stage cannot return what may
    not exist.
    """
    current = list(groups)
    reasons: list[str] = []
    while True:
        merge = _next_merge(current, steps, given)
        if merge is None:
            return tuple(current), tuple(reasons)
        reasons.append(merge.why)
        current[merge.first : merge.last + 1] = [_joined(current[merge.first : merge.last + 1])]


def _joined(groups: Sequence[Group]) -> Group:
    names = [group for group in groups if group.name]
    cells = tuple(cell for group in groups for cell in group.cells)
    if not names:
        return Group("", "", cells)
    titles = [group.title.rstrip(".") for group in names if group.title]
    title = " / ".join(titles) if len(titles) < 4 else f"{titles[0]} to {titles[-1]}"
    return Group(names[0].name, title, cells)


def _next_merge(
    groups: Sequence[Group], steps: Sequence[Step], given: frozenset[str]
) -> Merge | None:
    place = {cell: index for index, group in enumerate(groups) for cell in group.cells}
    binders: dict[str, list[Step]] = {}
    for step in steps:
        for name in step.binds | step.statement.assigns_late:
            binders.setdefault(name, []).append(step)
    for step in steps:
        here = place[step.statement.cell]
        for name in sorted(step.keeps | step.statement.assigns_late):
            later = [other for other in binders.get(name, []) if other.order > step.order]
            far = [place[other.statement.cell] for other in later]
            known = given | {
                each
                for other in steps
                if place[other.statement.cell] <= here
                for each in other.binds
            }
            if (
                far
                and max(far) > here
                and (name not in known or _is_wanted_after(step, later, steps))
            ):
                return Merge(here, max(far), f"'{name}' is bound again after a closure over it")
    return _unsure(groups, steps, given, place)


def _is_wanted_after(step: Step, later: Sequence[Step], steps: Sequence[Step]) -> bool:
    """False when the closure is a function with a name that nobody uses once the name changed."""
    node = step.statement.node
    body: ast.AST
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            if node.decorator_list:
                return True  # a decorator may have kept it: a registry, a wrapper
            body = node
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda(body=inner)):
            body = inner
        case _:
            return True
    if any(isinstance(part, KEEPERS) and part is not node for part in ast.walk(body)):
        return True  # what it makes may live on under other names
    first = later[0].order
    for other in steps:
        if other.order == step.order:
            continue
        for use in references(other.statement.node, frozenset({name})):
            if use.call is None or other.order >= first or use.deferred:
                return True
    return False


def _unsure(
    groups: Sequence[Group],
    steps: Sequence[Step],
    given: frozenset[str],
    place: dict[int, int],
) -> Merge | None:
    sure, strictly = set(given), set(given)
    possible: dict[str, int] = {}
    for step in steps:
        here = place[step.statement.cell]
        for name in sorted(step.reads):
            begun = possible.get(name)
            if name not in sure and begun is not None and begun < here:
                return Merge(begun, here, f"'{name}' is bound only on some paths")
            if name in sure - strictly and begun is not None and begun < here:
                if not _must_have(name, step):
                    return Merge(begun, here, f"'{name}' is bound only where a loop runs")
        for name in step.binds:
            possible.setdefault(name, here)
        sure |= step.surely
        strictly |= step.surely & (step.statement.surely | bound_by_loop(step.statement.node))
        sure -= step.statement.deletes - step.statement.surely
        strictly -= step.statement.deletes - step.statement.surely
    return None


def _must_have(name: str, step: Step) -> bool:
    """True when the notebook does not run either where `name` is not bound before `step`."""
    own = step.statement.reads | step.statement.late | step.statement.deletes
    return name not in own or name in surely_read(step.statement.node)
