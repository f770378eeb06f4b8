"""Rows of the notebook's data for functions that it never called, or asked about few rows.

What a function answers to three rows does not depend on all that training left behind.
"""

from __future__ import annotations

import contextlib
import copy
import io
import math
import random
import time
from collections.abc import Iterator, Sequence
from typing import Any

from .borders import border_rows
from .plain import is_scalar, pandas_class, plain_rows
from .tables import answered, spaced, table_of

MOST_TRIED = 40
TRIED_ROWS = 20
ENOUGH = 150
"""Rows that are enough; of fewer, more are asked besides."""
SECONDS = 10.0
"""No further call begins later than this after the first."""


def further_calls(
    function: Any, tables: Sequence[dict[str, Any]], names: dict[str, Any], sources: Sequence[str]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """(table, answers) of calls with rows of the notebook's data, each like those of `tables`.

    With rows, too, whose values come from several of those that the notebook asked about, and
    with rows on both sides of where answers turn into others.
    """
    first = tables[0]
    kinds = {each["argument"] for each in tables}
    if len(kinds) != 1 or first["argument"] not in ("frame", "records", "record", "keywords"):
        return
    columns = [each["name"] for each in first["columns"]]
    if first.get("others") or any([c["name"] for c in t["columns"]] != columns for t in tables):
        return
    rows: list[dict[str, Any]] = []
    if sum(each["count"] for each in tables) < ENOUGH:
        rows = _rows(tables, names, sources)[:ENOUGH]
        rows += _mixed(tables, ENOUGH - len(rows))
    function, gaps = getattr(function, "__wrapped__", function), _nan_gaps(tables)
    end = time.monotonic() + SECONDS / 2

    def ask(some: list[dict[str, Any]]) -> list[Any]:
        """The answers to some rows. Raises TimeoutError, and what the function raises."""
        found: list[Any] = []
        for given in _arguments(first, _with_nan(some, gaps)):
            if time.monotonic() > end:
                raise TimeoutError
            found += _asked(function, given)[1]["answers"]
        return found

    border: list[dict[str, Any]] = []
    with contextlib.suppress(Exception):  # then there are none that can be told
        border = border_rows(ask, [row for each in tables for row in each["rows"]] + rows)
    end = time.monotonic() + SECONDS
    border, rows = _with_nan(border, gaps), _with_nan(rows, gaps)
    for given in [*_arguments(first, border), *_arguments(first, rows)]:
        if time.monotonic() > end:
            return
        with contextlib.suppress(Exception):  # the notebook's function, given rows of our choice
            yield _asked(function, given)


def _nan_gaps(tables: Sequence[dict[str, Any]]) -> list[str]:
    """The fields whose gaps are NaN: of a frame most of them, of other rows all."""
    nans: dict[str, int] = {}
    nulls: dict[str, int] = {}
    for column in (column for each in tables for column in each["columns"]):
        name = column["name"]
        nans[name] = nans.get(name, 0) + column["nans"]
        nulls[name] = nulls.get(name, 0) + column["nulls"]
    frame = tables[0]["argument"] == "frame"  # as the plan has it
    return [n for n in nans if (2 * nans[n] > nulls[n] if frame else 0 < nans[n] == nulls[n])]


def _with_nan(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {**row, **{name: math.nan for name in names if row.get(name, 0) is None}} for row in rows
    ]


def _asked(
    function: Any, given: list[Any] | dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The table of a call's arguments, and what it answers without a word."""
    places, words = ([], given) if isinstance(given, dict) else (given, {})
    table, quiet = table_of(function, places, words), io.StringIO()
    with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
        answer = function(*copy.deepcopy(places), **words)
    return table, answered(table, answer)


def _rows(
    tables: Sequence[dict[str, Any]], names: dict[str, Any], sources: Sequence[str]
) -> list[dict[str, Any]]:
    """Rows of the first frame that has every column, as far as their values are like those seen."""
    facts: dict[str, list[dict[str, Any]]] = {}
    for each in tables:
        for column in each["columns"]:
            facts.setdefault(column["name"], []).append(column)
    for source in sources:
        frame: Any = names.get(source)
        if type(frame).__name__ != "DataFrame" or not set(facts) <= set(frame.columns):
            continue
        places = spaced(len(frame), ENOUGH * 2)
        found = []
        for row in plain_rows(frame[list(facts)].iloc[places]):
            like = {name: _like(row[name], facts[name]) for name in facts}
            if None not in like.values():
                found.append(like)
        return found
    return []


def _mixed(tables: Sequence[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """Rows of which each value was in some row that the notebook asked about; the same every time."""
    names = [each["name"] for each in tables[0]["columns"]]
    rows = [row for each in tables for row in each["rows"]]
    draw = random.Random(0)
    if len(names) < 2 or not all(set(names) <= set(row) for row in rows):
        return []
    return [{name: draw.choice(rows)[name] for name in names} for _ in range(count)]


def _like(value: Any, facts: Sequence[dict[str, Any]]) -> Any:
    """The value as the types seen have it, or None where it is of another kind."""
    types = {kind for each in facts for kind in each["types"]}
    if isinstance(value, bool):
        return value if types == {"bool"} else None
    if isinstance(value, (int, float)) and types <= {"int", "float"} and types:
        if "float" in types:
            return float(value)
        return round(value)  # what it was asked about were whole numbers
    if isinstance(value, str) and types == {"str"}:
        known = [each.get("categories") for each in facts]
        closed = all(known) and not any(value in each for each in known if each)
        return None if closed else value
    return None


def _arguments(table: dict[str, Any], rows: list[dict[str, Any]]) -> Iterator[Any]:
    """The arguments of a call, or of one for each row, by their names where these are the fields."""
    if not rows:
        return
    if table["argument"] == "keywords":
        yield from rows
    elif table["argument"] == "record":
        yield from ([row] for row in rows)
    elif table["argument"] == "records":
        yield [rows]
    else:
        dtypes = {each["name"]: each["dtype"] for each in table["columns"]}
        yield [pandas_class("DataFrame")(rows, columns=list(dtypes)).astype(dtypes)]


def tries(wanted: dict[str, Any], names: dict[str, Any]) -> list[list[Any]]:
    """Arguments that the function may take, from the values that the notebook has."""
    columns, parameters = list(wanted["columns"]), list(wanted["parameters"])
    found: list[list[Any]] = []
    for source in wanted["sources"]:
        value: Any = names.get(source)
        kind = type(value).__name__
        if kind == "DataFrame":
            found += _of_frame(value, columns, parameters)
        elif kind in ("list", "Series", "ndarray") and len(value):
            found.append([value[:TRIED_ROWS]])
        if len(found) >= MOST_TRIED:
            break
    return found[:MOST_TRIED]


def _of_frame(frame: Any, columns: list[str], parameters: list[str]) -> list[list[Any]]:
    known = [name for name in frame.columns if isinstance(name, str)]
    if not set(columns) <= set(known):
        return []
    first = frame.head(TRIED_ROWS)
    part = first[[name for name in known if name in columns]] if columns else first
    found: list[list[Any]] = []
    if len(parameters) > 1 or (parameters and parameters[0] in known):
        if set(parameters) <= set(known) and len(first):
            row = first.iloc[0]
            values = [row[name] for name in parameters]
            if all(map(is_scalar, values)):
                found.append([v.item() if hasattr(v, "item") else v for v in values])
        return found
    records = part.to_dict("records")
    return [[part.copy()], [records], [records[0]]] if records else []
