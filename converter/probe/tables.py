"""What a served function was given and what it answered, as tables of plain values.

A table says how its rows came (a frame, records, a matrix, one column, single values), which
columns they have, and for every column what its values were over all rows.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence
from typing import Any

from .column_facts import column_facts, with_items
from .matrices import held_in_cells
from .plain import (
    ARRAYS,
    NoTable,
    by_name,
    is_scalar,
    named,
    pandas_class,
    plain,
    plain_rows,
    records,
    whole_answer,
    with_labels,
)

MOST_ROWS = 200
"""Rows of one call that are kept; of more, evenly spaced ones."""
SINGLE = ("keywords", "record", "vector", "row")
"""Arguments that are one row: single values, a dict, a list of values, a Series with names."""
MOST_VALUES = 500
"""Values of a row that comes as a list."""


def table_of(
    function: Any, given: Sequence[Any], words: dict[str, Any], wholes: Sequence[str] = ()
) -> dict[str, Any]:
    """The table of a call's arguments; a list for one of `wholes` is one value. Raises NoTable."""
    try:
        signature = inspect.signature(function)
        bound = signature.bind(*given, **words)
    except (TypeError, ValueError) as error:
        raise NoTable("its arguments do not fit its signature") from error
    arguments = by_name(bound)
    names, values = list(arguments), list(arguments.values())
    if not names:
        raise NoTable("it was called without arguments")
    lists = {n for n, v in arguments.items() if n in wholes and _is_plain_list(v)}
    plain_values = all(is_scalar(v) or n in lists for n, v in arguments.items())
    if plain_values and (lists or not _is_batch(values[0])):
        row = named(names, values)
        return with_items(_described("keywords", names, [row], {}), lists)
    if len(values) > 1 and all(isinstance(each, dict) for each in values):
        raise NoTable(f"it takes several dicts: {', '.join(names)}")
    table = _of_first(values[0])
    others = named(names[1:], values[1:])
    if not all(is_scalar(each) for each in others.values()):
        raise NoTable(f"besides rows it takes {', '.join(others)}")
    parameters = signature.parameters
    defaults = {n: parameters[n].default if n in parameters else None for n in others}
    told = {name: plain(each) for name, each in others.items() if each is not defaults[name]}
    return {**table, "others": {k: v for k, v in told.items() if not _same(v, defaults[k])}}


def answers_of(result: Any, count: int) -> dict[str, Any]:
    """The answers to `count` rows: how they came, and one for each row. Raises NoTable."""
    if result is None:
        raise NoTable("it returns nothing")
    frame = pandas_class("DataFrame")
    if frame and isinstance(result, frame):
        if len(result) != count:
            raise NoTable(f"it answers {len(result)} rows to {count}")
        return {"form": "rows", "answers": plain_rows(result)}
    if isinstance(result, dict):
        columns = list(result.values())
        if count > 1 or (columns and all(_is_batch(each) for each in columns)):
            if columns and all(_is_batch(each) and len(each) == count for each in columns):
                names = list(map(str, result))
                rows = records(names, [_listed(each) for each in columns])
                return {"form": "columns", "answers": [plain(row) for row in rows]}
            raise NoTable("the dict that it returns has no value for each row")
        return {"form": "one", "answers": [plain(result)]}
    if _is_batch(result) and not isinstance(result, tuple):
        listed = _listed(result)
        if len(listed) != count:
            raise NoTable(f"it gives {len(listed)} answers to {count} rows")
        return {"form": "rows", "answers": [plain(each) for each in listed]}
    if isinstance(result, tuple) and not (count == 1 and all(map(is_scalar, result))):
        if result and all(_is_part(each, count) for each in result):
            parts = [_listed(each) for each in result]
            answers = [tuple(part[i] for part in parts) for i in range(count)]
            return {"form": "parts", "answers": [plain(each) for each in answers]}
        raise NoTable("it returns several values; return a dict, or one answer for each row")
    if count == 1:
        return {"form": "one", "answers": [plain(result)]}
    raise NoTable("it gives one answer to several rows")


def answered(table: dict[str, Any], result: Any) -> dict[str, Any]:
    """What a call with the arguments of `table` answered. Raises NoTable.

    A call that can be given one row only is answered by whatever it returns: a list, too.
    A list of values that gets one answer turns out to be a row: the table becomes a vector.
    """
    if is_single(table):
        if result is None:
            raise NoTable("it returns nothing")
        several = _is_batch(result) and len(result) == len(table["columns"]) > 1
        if table["argument"] == "row" and several:
            raise NoTable("a Series whose labels are texts; take a DataFrame or a dict")
        return _one(result)
    listed = table.pop("listed", None)
    try:
        return answers_of(result, table["count"])
    except NoTable:
        if not listed or result is None:
            raise
    told = _one(result)
    argument, names, values, kind = listed
    row = named(names, values)
    table.update(_described(argument, names, [row], dict.fromkeys(names, kind)))
    return told


def _one(result: Any) -> dict[str, Any]:
    """The one answer of a call; `labelled` where JSON needs what labels a frame or Series of it."""
    told = {"form": "one", "answers": [whole_answer(result)]}
    return {**told, "labelled": True} if with_labels(result) else told


def is_single(table: dict[str, Any]) -> bool:
    """True for arguments that are one row whatever they hold."""
    return table["argument"] in SINGLE


def spaced(count: int, most: int = MOST_ROWS) -> list[int]:
    """Positions of at most `most` of `count` things, evenly spaced, the first and last among them."""
    if count <= most:
        return list(range(count))
    return sorted({round(i * (count - 1) / (most - 1)) for i in range(most)})


def _of_first(value: Any) -> dict[str, Any]:
    """The table of a batch of rows."""
    frame, series = pandas_class("DataFrame"), pandas_class("Series")
    if frame and isinstance(value, frame):
        return _of_frame(value)
    if series and isinstance(value, series):
        labels, dtype = value.index.tolist(), str(value.dtype)
        if labels and all(isinstance(label, str) for label in labels):
            row = named(labels, value.tolist())
            return _described("row", list(row), [row], dict.fromkeys(row, dtype))
        name = str(value.name) if isinstance(value.name, str) else "value"
        return _described(
            "series", [name], [{name: each} for each in value.tolist()], {name: dtype}
        )
    if isinstance(value, dict):
        if not value or not all(isinstance(key, str) for key in value):
            raise NoTable("the dict that it takes has no names")
        if not _is_record(value):
            raise NoTable("it takes a dict of lists; take a list of dicts or a DataFrame")
        return _described("record", list(value), [value], {})
    listed = _listed(value) if _is_batch(value) else []
    if listed and all(isinstance(each, dict) for each in listed):
        names = list(dict.fromkeys(str(key) for each in listed for key in each))
        return _described("records", names, listed, {})
    if listed and all(_is_batch(each) and not isinstance(each, str) for each in listed):
        width = len(listed[0])
        if not all(len(each) == width for each in listed):
            raise NoTable("its rows are of different lengths")
        names = [f"x{i + 1}" for i in range(width)]
        dtype = str(getattr(value, "dtype", "float64"))
        rows = [named(names, _listed(each)) for each in listed]
        told = _described("matrix", names, rows, dict.fromkeys(names, dtype))
        return with_items(told, names if width and _is_batch(rows[0][names[0]]) else ())
    if listed and all(is_scalar(each) for each in listed):
        name = "text" if all(isinstance(each, str) for each in listed) else "value"
        dtype = str(getattr(value, "dtype", ""))  # "" of a list, which stays one
        number = dtype.rstrip("0123456789") in ("bool", "float", "int", "uint")
        rows = [{name: each} for each in listed]
        told = _described("column", [name], rows, {name: dtype if number else ""})
        if len(listed) <= MOST_VALUES:
            names = [f"x{i + 1}" for i in range(len(listed))]
            told["listed"] = ["vector", names, list(map(plain, listed)), dtype]
        return told
    raise NoTable(f"it takes a {type(value).__name__}, which no request can hold")


def _is_record(value: dict[str, Any]) -> bool:
    """True for one row, which may have lists or dicts in it; a dict of nothing but lists is a table."""
    values = list(value.values())
    json = all(is_scalar(each) or isinstance(each, (dict, list)) for each in values)
    return json and not all(isinstance(each, list) for each in values)


def _of_frame(value: Any) -> dict[str, Any]:
    names = value.columns.tolist()
    if not all(isinstance(name, str) for name in names) or len(set(names)) != len(names):
        raise NoTable("the columns of the frame that it takes have no names of their own")
    dtypes = {name: str(value[name].dtype) for name in names}
    columns = [value[name].tolist() for name in names]
    rows = records(names, columns)
    return _described("frame", names, rows, dtypes)


def _described(
    argument: str, names: list[str], rows: Sequence[dict[str, Any]], dtypes: dict[str, str]
) -> dict[str, Any]:
    """A table with what its columns hold over all rows, and at most `MOST_ROWS` of these.

    Raises NoTable where a cell holds an array or a Series: a request could only give a list.
    """
    for name, kind in held_in_cells(rows, names) if argument != "matrix" else ():
        why = f"'{name}' holds a {kind} in each row, where a request has a list"
        raise NoTable(f"{why}: take lists, and make of them inside what is needed")
    kept = spaced(len(rows))
    return {
        "argument": argument,
        "columns": [
            {
                "name": name,
                "dtype": dtypes.get(name, ""),
                **column_facts([r.get(name) for r in rows], rows, name),
            }
            for name in names
        ],
        "count": len(rows),
        "positions": kept,
        "rows": [{name: plain(rows[i][name]) for name in names if name in rows[i]} for i in kept],
        "whole": len(kept) == len(rows),
    }


def _is_batch(value: Any) -> bool:
    """True for lists, arrays, Series: something with one entry for each row."""
    if isinstance(value, (list, tuple)):
        return True
    kind = type(value)
    shape = getattr(value, "shape", None)
    return kind.__module__.partition(".")[0] in (*ARRAYS, "polars") and bool(shape)


def _is_plain_list(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(is_scalar(each) for each in value)


def _same(value: Any, default: Any) -> bool:
    """True for a plain value that is the default, said."""
    return type(value) is type(default) and bool(value == default)


def _is_part(value: Any, count: int) -> bool:
    """True for what holds one part of the answer to each row: labels, or probabilities."""
    return _is_batch(value) and not hasattr(value, "columns") and len(value) == count


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else list(_iterated(value))


def _iterated(value: Any) -> Iterable[Any]:
    return value.tolist() if hasattr(value, "tolist") else value  # type: ignore[no-any-return]
