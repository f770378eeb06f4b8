"""The frame that a function's rows were taken from, or typed after: its other rows are asked too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .column_facts import column_facts
from .needless import telling_places
from .plain import plain
from .prepared import few_of
from .tables import spaced

MOST_LOOKED_AT = 5_000
"""Rows of a frame that are compared with those that were given."""


def rows_like(
    table: dict[str, Any], sources: Sequence[str], names: dict[str, Any], most: int
) -> Any:
    """Rows of the first frame that the rows of `table` may come from, with its fields; or None."""
    fields = [column["name"] for column in table["columns"]]
    for source in sources:
        frame: Any = names.get(source)
        if type(frame).__name__ != "DataFrame" or not len(frame):
            continue
        labels = frame.columns.tolist()
        if len(set(map(str, labels))) == len(labels) and set(fields) <= set(labels):
            part = frame[fields]
            if all(_may_hold(part[each["name"]], each) for each in table["columns"]):
                return few_of(part, sorted({*spaced(len(part), most), *telling_places(part)}))
    return None


def _may_hold(column: Any, given: dict[str, Any]) -> bool:
    """True when what was given is within what the column holds: its range, its texts, its dtype."""
    if given["dtype"] and given["dtype"] != str(column.dtype):
        return False
    try:
        values = few_of(column, spaced(len(column), MOST_LOOKED_AT)).tolist()
        found = column_facts(values)
        texts = {each for each in map(plain, values) if isinstance(each, str)}
    except Exception:  # values that JSON has no form for
        return False
    if not given["types"]:
        return bool(given["nulls"]) and bool(found["nulls"])
    numbers = {"int", "float"}
    if set(given["types"]) <= numbers:
        within = found.get("low") is not None and given.get("low") is not None
        return (
            set(found["types"]) <= numbers
            and within
            and bool(found["low"] <= given["low"] and given["high"] <= found["high"])
        )
    if given["types"] == ["str"] and "categories" in given:
        return texts >= set(given["categories"])
    return bool(set(given["types"]) == set(found["types"]))


def calls_of(table: dict[str, Any], rows: Any) -> Iterator[tuple[list[Any], dict[str, Any]]]:
    """Arguments by which the function is asked about `rows`, in the form of the call in `table`."""
    if table["argument"] == "frame":
        yield [rows.copy()], {}
        return
    records = rows.to_dict("records")
    if table["argument"] == "keywords":
        for record in records:
            yield [], record
    elif table["argument"] == "record":
        for record in records:
            yield [record], {}
    else:
        yield [records], {}
