"""Values of a notebook in the types of JSON."""

from __future__ import annotations

import datetime
import decimal
import inspect
import math
import sys
from collections.abc import Sequence
from typing import Any

LONGEST_TEXT = 2_000
ARRAYS = ("numpy", "pandas", "torch")
"""Libraries whose arrays and columns list their values."""


class NoTable(Exception):
    """The arguments are not of a form that requests can have; the message says why."""


def is_scalar(value: Any) -> bool:
    """True for a single plain value: a number, a text, a date, nothing."""
    if value is None or isinstance(value, (bool, int, float, str, bytes, decimal.Decimal)):
        return True
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        return True
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, numpy.generic)


def plain(value: Any) -> Any:
    """`value` in the types of JSON; gaps are None. Raises NoTable for what JSON cannot say."""
    if value is None or isinstance(value, (bool, int, str)):
        return value if not isinstance(value, str) else str(value)[:LONGEST_TEXT]
    if isinstance(value, float):
        return None if math.isnan(value) else float(value)
    if type(value).__name__ in ("NaTType", "NAType"):
        return None
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return float(value)
    if type(value).__name__ == "Period":  # of pandas: a month, a quarter
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if hasattr(value, "tolist") and type(value).__module__.partition(".")[0] in ARRAYS:
        return plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    raise NoTable(f"a value is a {type(value).__name__}, which JSON has no form for")


def plain_rows(frame: Any) -> list[dict[str, Any]]:
    """The rows of a DataFrame."""
    names = [str(name) for name in frame.columns]
    columns = [frame.iloc[:, i].tolist() for i in range(len(names))]
    return [plain(row) for row in records(names, columns)]


def named(names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    """The values under their names."""
    return {names[i]: values[i] for i in range(len(names))}


def records(names: Sequence[str], columns: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """The rows of columns of one length."""
    count = len(columns[0]) if columns else 0
    return [named(names, [column[i] for column in columns]) for i in range(count)]


def whole_answer(result: Any) -> Any:
    """The answer of a call, whatever it is: rows of a frame, with their labels where these say anything."""
    frame = pandas_class("DataFrame")
    if frame and isinstance(result, frame):
        try:
            return plain_rows(result.reset_index() if _says_something(result.index) else result)
        except ValueError as error:
            raise NoTable(
                f"its index cannot be a column of the frame it returns: {error}"
            ) from error
    if with_labels(result):
        return {str(label): plain(each) for label, each in result.items()}
    return plain(result)


def with_labels(result: Any) -> bool:
    """True for a frame, and for a Series whose labels are more than places."""
    frame, series = pandas_class("DataFrame"), pandas_class("Series")
    if frame and isinstance(result, frame):
        return True
    return bool(series and isinstance(result, series) and _says_something(result.index))


def _says_something(index: Any) -> bool:
    """Whether labels are more than places: texts, dates, or numbers under a name of their own."""
    if index.nlevels > 1 or not index.is_unique:
        return False
    return index.name is not None or index.inferred_type != "integer"


def pandas_class(name: str) -> Any:
    """The class of pandas, or None where pandas is not imported."""
    pandas = sys.modules.get("pandas")
    return getattr(pandas, name, None) if pandas is not None else None


def by_name(bound: inspect.BoundArguments) -> dict[str, Any]:
    """The arguments of a call, with what `**features` was given under the names that the call said."""
    found = dict(bound.arguments)
    for name in gathered(bound.signature):
        found.update(found.pop(name, {}))
    return found


def gathered(signature: inspect.Signature) -> list[str]:
    """`features` of a function that takes `**features`."""
    return [n for n, each in signature.parameters.items() if each.kind is each.VAR_KEYWORD]
