"""The points of a sweep: every combination of the axes, for every point of the grid file."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from converter.errors import UsageError
from converter.model.run_document import plain
from converter.model.run_record import Plain

MOST = 1_000_000


@dataclass(frozen=True)
class Point:
    """One run of a sweep: its number from 1, and the values that it is given."""

    number: int
    values: Mapping[str, object]

    @property
    def plain(self) -> dict[str, Plain]:
        """The values as JSON holds them."""
        return {name: plain(value) for name, value in self.values.items()}

    @property
    def key(self) -> str:
        """What the point is called by: two points have one key when their values are the same."""
        return key_of(self.plain)

    @property
    def folder(self) -> str:
        """The name of the folder of its run."""
        return f"{self.number:04}-{self.key}"


def key_of(values: Mapping[str, Plain]) -> str:
    """A short digest of plain values; 1 and 1.0 are the same."""
    text = json.dumps({name: _even(value) for name, value in values.items()}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _even(value: Plain) -> Plain:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def combined(
    rows: Sequence[Mapping[str, object]], axes: Iterable[tuple[str, Sequence[object]]]
) -> tuple[Point, ...]:
    """The points: each row with every combination of the axes, the last axis changing fastest.

    Raises UsageError for names that are in both, for two equal points, and for too many.
    """
    axes = list(axes)
    names = [name for name, _ in axes]
    for row in rows:
        both = [name for name in names if name in row]
        if both:
            message = f"parameter {both[0]}: is given by -p and by the grid file"
            raise UsageError(message, hint="give it in one place")
    count = max(1, len(rows)) * prod(len(values) for _, values in axes)
    if count > MOST:
        raise UsageError(f"the sweep has {count} points; at most {MOST} are taken")
    points = tuple(
        Point(number, {**row, **dict(zip(names, values, strict=True))})
        for number, (row, values) in enumerate(
            itertools.product(rows or [{}], itertools.product(*(values for _, values in axes))), 1
        )
    )
    _refuse_equal(points)
    return points


def _refuse_equal(points: Iterable[Point]) -> None:
    seen: dict[str, Point] = {}
    for point in points:
        first = seen.setdefault(point.key, point)
        if first is not point:
            told = ", ".join(f"{name}={value!r}" for name, value in point.plain.items())
            message = f"points {first.number} and {point.number} are the same: {told}"
            raise UsageError(message, hint="give each value once")
