"""Rows on both sides of where answers turn."""

from __future__ import annotations

import math
from typing import Any

import pytest

from converter.probe.borders import MOST_PAIRS, border_rows
from converter.probe.further import further_calls
from converter.probe.tables import table_of

Row = dict[str, Any]


def verdicts(rows: list[Row]) -> list[Any]:
    return [{"score": row["x"] / 10, "called": row["x"] > 3.7} for row in rows]


def test_a_threshold_is_between_the_rows_of_a_pair() -> None:
    found = border_rows(verdicts, [{"x": 0.0, "name": "a"}, {"x": 10.0, "name": "b"}])
    first, second = found
    assert (first["name"], second["name"]) == ("a", "a")
    assert first["x"] <= 3.7 < second["x"]
    assert second["x"] - first["x"] == pytest.approx(10 / 512)


def test_whole_numbers_stay_whole() -> None:
    found = border_rows(verdicts, [{"x": 0}, {"x": 10}])
    assert found == [{"x": 3}, {"x": 4}]


def test_what_is_no_number_stays_as_it_was_where_numbers_decide() -> None:
    rows = [{"x": 1.0, "on": True, "why": None}, {"x": 9.0, "on": False, "why": "so"}]
    for row in border_rows(verdicts, rows):
        assert (row["on"], row["why"]) == (True, None)


def test_no_pair_where_only_a_text_decides() -> None:
    assert border_rows(lambda rows: [row["kind"] for row in rows], [{"kind": "a", "x": 1.0}, {"kind": "b", "x": 2.0}]) == []


def test_none_where_answers_are_measures() -> None:
    assert border_rows(lambda rows: [row["x"] * 2 for row in rows], [{"x": 1.0}, {"x": 2.0}]) == []
    assert border_rows(verdicts, []) == []


def test_each_two_classes_have_their_pairs() -> None:
    def classes(rows: list[Row]) -> list[Any]:
        return [int(row["x"] // 10) for row in rows]

    found = border_rows(classes, [{"x": float(n)} for n in range(0, 40, 2)])
    assert len(found) == 2 * MOST_PAIRS
    sides = {tuple(classes([first, second])) for first, second in zip(found[::2], found[1::2], strict=True)}
    assert {(0, 1), (1, 2), (2, 3)} <= sides


def test_they_are_asked_about_and_noted() -> None:
    def verdict(record: Row) -> bool:
        print("asked")
        return bool(record["x"] > 3.7)

    tables = [table_of(verdict, [{"x": x}], {}) for x in (0.0, 10.0)]
    calls = list(further_calls(verdict, tables, {}, []))
    noted = [(table["rows"][0]["x"], told["answers"][0]) for table, told in calls]
    assert noted[0][1] is False and noted[1][1] is True
    assert noted[0][0] <= 3.7 < noted[1][0]


def test_a_function_that_fails_for_such_rows_has_none() -> None:
    def verdict(record: Row) -> bool:
        if record["x"] not in (0.0, 10.0):
            raise ValueError(record["x"])
        return bool(record["x"] > 3.7)

    tables = [table_of(verdict, [{"x": x}], {}) for x in (0.0, 10.0)]
    assert list(further_calls(verdict, tables, {}, [])) == []


def test_what_was_missing_is_missing_as_it_was() -> None:
    asked: list[Row] = []

    def verdict(record: Row) -> bool:
        asked.append(record)
        return bool(record["x"] > 3.7)

    rows = [{"x": 0.0, "y": math.nan, "z": None}, {"x": 10.0, "y": math.nan, "z": None}]
    tables = [table_of(verdict, [row], {}) for row in rows]
    assert list(further_calls(verdict, tables, {}, []))
    assert asked and all(each["y"] != each["y"] and each["z"] is None for each in asked)


def test_of_as_many_gaps_of_either_kind_a_frame_has_none() -> None:
    pandas = pytest.importorskip("pandas")
    asked: list[Any] = []

    def verdicts_of(frame: Any) -> list[bool]:
        asked.extend(frame["y"].tolist())
        return [bool(x > 3.7) for x in frame["x"]]

    columns = {"x": [0.0, 10.0], "y": pandas.Series([None, math.nan], dtype=object)}
    table = table_of(verdicts_of, [pandas.DataFrame(columns)], {})
    assert list(further_calls(verdicts_of, [table], {}, []))
    assert asked and all(each is None for each in asked)  # as the plan's fields have it
