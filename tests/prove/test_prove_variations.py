"""Other inputs: the same ones every time, and each of them changes what it says it does."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from factories import a_parameter

from converter.prove.variations import UNSEEN, other_value, variations_of

TABLE = "a,b\n" + "".join(f"{i},w{i % 3}\n" for i in range(40))
FILES = {"data.csv": TABLE.encode(), "rows.json": json.dumps([{"n": i, "t": "x"} for i in range(9)]).encode()}


def found(kind: str, files: dict[str, bytes] = FILES, **more: Any) -> Any:
    return variations_of((), files, kinds=[kind], most=9, binary=lambda *_: None, **more)


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode())))


@pytest.mark.parametrize(
    ("annotation", "value", "other"),
    [
        ("int", 7, 8),
        ("float", 0.5, 0.55),
        ("bool", True, False),
        ("list[str]", ["a", "b"], ["a"]),
        ("date", date(2020, 1, 1), date(2020, 1, 2)),
        ("str", "data.csv", None),
        ("int | None", None, None),
    ],
)
def test_parameters(annotation: str, value: object, other: object) -> None:
    assert other_value(a_parameter("X", annotation, repr(value), value=value)) == pytest.approx(other)


def test_a_secret_is_never_varied() -> None:
    assert other_value(a_parameter("X", "int", "1", value=1, secret=True)) is None


def test_fewer_rows() -> None:
    (table, records), left = found("subsample")
    assert 2 <= len(rows(table.content)) - 1 < 40
    assert rows(table.content)[0] == ["a", "b"]
    assert len(json.loads(records.content)) < 9
    assert left == ()


def test_rows_in_another_order() -> None:
    (table, _), _ = found("shuffle")
    assert sorted(rows(table.content)) == sorted(rows(FILES["data.csv"]))
    assert rows(table.content) != rows(FILES["data.csv"])


def test_a_missing_value_in_a_column_of_numbers() -> None:
    (table, records), _ = found("null")
    assert [row[0] for row in rows(table.content)].count("") == 1
    assert sum(row["n"] is None for row in json.loads(records.content)) == 1


def test_a_category_that_was_not_seen() -> None:
    (table, records), _ = found("category")
    assert [row[1] for row in rows(table.content)].count(UNSEEN) == 1
    assert sum(row["t"] == UNSEEN for row in json.loads(records.content)) == 1


def test_they_are_the_same_every_time() -> None:
    assert found("shuffle") == found("shuffle")


def test_kinds_take_turns() -> None:
    parameters = (a_parameter("A", "int", "1", value=1), a_parameter("B", "int", "1", value=1))
    made, _ = variations_of(parameters, FILES, kinds=(), most=4, binary=lambda *_: None)
    assert [each.kind for each in made] == ["parameters", "subsample", "shuffle", "null"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", b"x\n"), ("a.csv", b""), ("a.json", b"{}"), ("a.json", b"\xff"), ("a.parquet", b"PAR1")],
)
def test_what_cannot_be_varied_is_told(name: str, content: bytes) -> None:
    made, left = found("subsample", {name: content})
    assert made == () and left == (f"{name}: subsample",)


def test_other_delimiters_and_codings() -> None:
    text = "a;b\n" + "é;1\n" * 9
    (made,), _ = found("subsample", {"a.csv": text.encode("latin-1")})
    assert made.content.decode("latin-1").startswith("a;b\né;1\n")
