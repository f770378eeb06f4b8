"""Values that the code of served objects reads as globals of its module: a service has to bind them."""

from __future__ import annotations

from collections.abc import Iterable

from converter.model.dataflow import Statement
from converter.plan.definitions import Placement


def told_values(
    code: Iterable[str], train: Iterable[Statement], placement: Placement
) -> frozenset[str]:
    """Names that definitions share with the stages, of those that serving may run.

    An artifact may be an instance of a class that training uses, or hold a function of the notebook.
    """
    movable, shared = placement.movable, placement.shared.names
    waiting = [*code, *(name for each in train for name in each.reads | each.late)]
    seen: set[str] = set()
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in movable:
            continue
        seen.add(name)
        names = movable[name].late | movable[name].reads
        waiting += names
        if name in placement.sharing:
            found |= names & shared
    return frozenset(found)
