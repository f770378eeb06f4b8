"""Points: combinations in order, each with a key of its own."""

from __future__ import annotations

from datetime import date

import pytest

from converter.errors import UsageError
from converter.sweep.points import Point, combined, key_of

pytestmark = pytest.mark.fast


def values(points: tuple[Point, ...]) -> list[dict[str, object]]:
    return [dict(point.values) for point in points]


def test_nothing_varied_is_one_point() -> None:
    assert values(combined([], [])) == [{}]


def test_the_last_axis_changes_fastest() -> None:
    points = combined([], [("a", (1, 2)), ("b", ("x", "y"))])
    assert values(points) == [
        {"a": 1, "b": "x"},
        {"a": 1, "b": "y"},
        {"a": 2, "b": "x"},
        {"a": 2, "b": "y"},
    ]
    assert [point.number for point in points] == [1, 2, 3, 4]


def test_rows_of_a_grid_are_combined_with_axes() -> None:
    points = combined([{"a": 1}, {"a": 5, "c": 0}], [("b", (1, 2))])
    assert values(points) == [
        {"a": 1, "b": 1},
        {"a": 1, "b": 2},
        {"a": 5, "c": 0, "b": 1},
        {"a": 5, "c": 0, "b": 2},
    ]


def test_keys_tell_values_apart_and_do_not_depend_on_order() -> None:
    assert key_of({"a": 1, "b": 2}) == key_of({"b": 2, "a": 1.0})
    distinct = [1, "1", True, None, [1], 1.5, float("nan"), {"x": 1}]
    assert len({key_of({"a": value}) for value in distinct}) == len(distinct)
    assert Point(1, {"d": date(2024, 1, 2), "s": {2, 1}}).plain == {"d": "2024-01-02", "s": [1, 2]}


@pytest.mark.parametrize(
    ("rows", "axes", "told"),
    [
        ([{"a": 1}], [("a", (1,))], "by -p and by the grid file"),
        ([{"a": 1}, {"a": 1}], [], "points 1 and 2 are the same"),
        ([], [("a", (1, 2, 1))], "points 1 and 3 are the same"),
        ([], [(name, tuple(range(1000))) for name in "abc"], "at most"),
    ],
)
def test_what_is_refused(rows: list[dict[str, object]], axes: list, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        combined(rows, axes)
