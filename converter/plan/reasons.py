"""Why a statement is kept: the results that need it, what it does, who reads what it binds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from converter.model.dataflow import (
    ENVIRON,
    FIGURE,
    FILES,
    NETWORK,
    OPTIONS,
    RNG,
    STDOUT,
    Statement,
)
from converter.plan.dependencies import Dependencies

DOES = {
    STDOUT: "prints",
    FIGURE: "draws",
    FILES: "uses files",
    NETWORK: "uses the network",
    RNG: "draws random numbers",
    ENVIRON: "changes the environment",
    OPTIONS: "sets options",
}
SEEN = (STDOUT, FIGURE, FILES, NETWORK)
MOST = 3


def reasons_of(
    statements: Sequence[Statement], dependencies: Dependencies, results: Iterable[str]
) -> Mapping[int, str]:
    """For each statement by its order: why it is kept."""
    makers = {name: dependencies.final.get(name, frozenset()) for name in sorted(results)}
    needed_by = _reached(statements, dependencies, makers)
    users = _reached(statements, dependencies, _by_cell(statements))
    found: dict[int, str] = {}
    for each in statements:
        needed = needed_by[each.order]
        own = [name for name in needed if name in each.binds]
        does = [word for effect, word in DOES.items() if effect in each.effects]
        parts = [f"makes result {_quoted(own)}"] if own else []
        others = [name for name in needed if name not in own]
        if others and not own:
            parts.append(f"result{'s' * (len(others) > 1)} {_quoted(others)} need{_s(others)} it")
        if does:
            parts.append(f"it {' and '.join(does)}")
        cells = [cell for cell in users[each.order] if cell != each.cell]
        if not needed and not does and cells:
            parts.append(f"{_cells(cells)} needs it")
        found[each.order] = "; ".join(parts) or "it may do more than compute a value"
    return found


Goal = TypeVar("Goal", int, str)


def _reached(
    statements: Sequence[Statement],
    dependencies: Dependencies,
    goals: Mapping[Goal, Iterable[int]],
) -> dict[int, list[Goal]]:
    """For each statement the goals that it leads to, a goal being named for statements that make it.

    Needs point backwards, so one pass from the end will do; sets of goals are bits of a number.
    """
    names = list(goals)
    bits = {each.order: 0 for each in statements}
    for position, name in enumerate(names):
        for order in goals[name]:
            bits[order] |= 1 << position
    for each in reversed(statements):
        for order in dependencies.needs[each.order]:
            bits[order] |= bits[each.order]
    return {
        order: [name for position, name in enumerate(names) if bit >> position & 1]
        for order, bit in bits.items()
    }


def _by_cell(statements: Iterable[Statement]) -> dict[int, list[int]]:
    """The statements with effects that somebody may see, by cell."""
    found: dict[int, list[int]] = {}
    for each in statements:
        if each.effects & set(SEEN):
            found.setdefault(each.cell, []).append(each.order)
    return found


def _quoted(names: Sequence[str]) -> str:
    shown = ", ".join(f"'{name}'" for name in names[:MOST])
    return f"{shown} and {len(names) - MOST} more" if len(names) > MOST else shown


def _s(many: Sequence[object]) -> str:
    return "" if len(many) > 1 else "s"


def _cells(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:MOST])) + (", ..." if len(numbers) > MOST else "")
    return f"what cell{'s' * (len(numbers) > 1)} {shown} show{_s(numbers)}"
