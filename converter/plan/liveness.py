"""What each stage takes in and gives out, from the runtime names of its steps."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from converter.plan.effective import Step


@dataclass(frozen=True)
class Traffic:
    """The names that cross a stage's border: needed from before, and wanted afterwards."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


def traffic(
    stages: Sequence[Sequence[Step]], *, wanted: frozenset[str], given: frozenset[str]
) -> tuple[Traffic, ...]:
    """Inputs and outputs of every stage; `wanted` are the results, `given` the parameters.

    Both are ordered by first binding in the notebook. A stage passes a value through when it
    binds it only on some paths.
    """
    first: dict[str, tuple[int, int, int]] = {name: (-1, 0, 0) for name in given}
    for steps in stages:
        for step in steps:
            for name, place in _binding_places(step):
                first.setdefault(name, place)
    live = set(wanted)
    crossings: list[Traffic] = []
    for index in range(len(stages) - 1, -1, -1):
        steps = stages[index]
        may = {name for step in steps for name in step.binds}
        gone = {name for step in steps for name in step.statement.deletes}
        exposed, must = _exposed(steps)
        earlier = {name for before in stages[:index] for step in before for name in step.binds}
        earlier |= given
        needed = (exposed | ((live & (may | gone)) - must)) & earlier
        outputs = live & may
        crossings.append(
            Traffic(
                tuple(sorted(needed, key=lambda name: (first[name], name))),
                tuple(sorted(outputs, key=lambda name: (first[name], name))),
            )
        )
        live = (live - must) | needed
    return tuple(reversed(crossings))


def _binding_places(step: Step) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """(name, order in the text) of the names that the step binds."""
    seen: set[str] = set()
    for part in ast.walk(step.statement.node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            if part.id in step.binds and part.id not in seen:
                seen.add(part.id)
                yield part.id, (step.order, part.lineno, part.col_offset)
    for name in sorted(step.binds - seen):
        yield name, (step.order, 0, 0)


def _exposed(steps: Sequence[Step]) -> tuple[set[str], set[str]]:
    """Names read before the stage has surely bound them, and those bound when it ends."""
    exposed: set[str] = set()
    must: set[str] = set()
    for step in steps:
        exposed |= step.now - must
        # A closure sees what is bound when it is called: an earlier value only if there is one.
        exposed |= step.late - must
        must |= step.statement.surely & step.binds  # a loop may not run
        must -= step.statement.deletes - step.statement.surely
    return exposed, must
