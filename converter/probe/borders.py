"""Rows on both sides of where an answer turns into another one.

A class or a verdict is the same for many rows: rows far from where it turns do not tell whether
a coefficient or a threshold is a little other than it was. Found by bisection between two rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from .tables import spaced

MOST_ROWS = 120
MOST_PAIRS = 24
STEPS = 9
"""Halvings: a pair ends 1/512 of the way apart, far more than what another processor rounds."""

Row = dict[str, Any]
Ask = Callable[[list[Row]], list[Any]]
"""The answers to rows, one for each."""


class Pair:
    """Two rows, and the kind of answer that the first one has and the second has not."""

    def __init__(self, first: Row, second: Row, kind: str) -> None:
        self.first, self.second, self.kind = first, second, kind


def border_rows(ask: Ask, rows: Sequence[Row]) -> list[Row]:
    """Pairs of rows between which an answer turns; none where answers are measures alone.
    Raises what `ask` raises."""
    rows = [rows[place] for place in spaced(len(rows), MOST_ROWS)]
    kinds = _kinds(ask, rows)
    if len(set(kinds)) > max(2, len(rows) // 2):  # whole numbers that measure
        return []
    pairs = _pairs(rows, kinds)
    for pair in pairs:
        pair.second = _like(pair.first, pair.second)
    told = _kinds(ask, [pair.second for pair in pairs])
    # Else what is no number made the difference.
    pairs = [pair for place, pair in enumerate(pairs) if told[place] != pair.kind]
    for _ in range(STEPS):
        middles = [_between(pair.first, pair.second) for pair in pairs]
        for place, kind in enumerate(_kinds(ask, middles)):
            if kind == pairs[place].kind:
                pairs[place].first = middles[place]
            else:
                pairs[place].second = middles[place]
    return [row for pair in pairs for row in (pair.first, pair.second)]


def _kinds(ask: Ask, rows: list[Row]) -> list[str]:
    """What of each answer is no measure: classes, verdicts, texts."""
    return (
        [json.dumps(_without_fractions(each), sort_keys=True) for each in ask(rows)] if rows else []
    )


def _without_fractions(answer: Any) -> Any:
    if isinstance(answer, float):
        return None
    if isinstance(answer, dict):
        return {name: _without_fractions(each) for name, each in answer.items()}
    if isinstance(answer, list):
        return [_without_fractions(each) for each in answer]
    return answer


def _pairs(rows: Sequence[Row], kinds: Sequence[str]) -> list[Pair]:
    """Each row with the next one of each other kind, at most `MOST_PAIRS`: each two kinds in turn."""
    found: dict[tuple[str, str], list[Pair]] = {}
    for place, kind in enumerate(kinds):
        for other in sorted(set(kinds) - {kind}):
            after = [i for i in range(place + 1, len(rows)) if kinds[i] == other]
            if after:
                both = min(kind, other), max(kind, other)
                found.setdefault(both, []).append(Pair(rows[place], rows[after[0]], kind))
    turns = max(map(len, found.values()), default=0)
    ordered = [
        pairs[turn] for turn in range(turns) for pairs in found.values() if turn < len(pairs)
    ]
    return ordered[:MOST_PAIRS]


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _like(first: Row, second: Row) -> Row:
    """`first` with the numbers of `second`."""
    return {
        name: second[name] if _is_number(value) and _is_number(second.get(name)) else value
        for name, value in first.items()
    }


def _between(first: Row, second: Row) -> Row:
    """The row half way; whole numbers stay whole."""
    row = dict(first)
    for name, value in first.items():
        other = second[name]
        if isinstance(value, float) or isinstance(other, float):
            row[name] = (value + other) / 2 if _is_number(value) and _is_number(other) else value
        elif _is_number(value) and _is_number(other):
            row[name] = (value + other) // 2
    return row
