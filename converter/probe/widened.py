"""Fields that were given whole numbers only, where a function takes fractions as well.

Somebody who types `predict(34, "male", 7.25)` does not say that ages are whole numbers. A column of
the data that has the field's name does; where there is none, the function itself is asked.
"""

from __future__ import annotations

import contextlib
import copy
import inspect
import io
import time
from collections.abc import Sequence
from typing import Any

from .plain import gathered
from .tables import answered, table_of

WIDENED = ("keywords", "record", "records", "vector")
"""Forms of arguments whose values are Python's own, typed by hand as a rule."""
MOST_FIELDS = 60
LONGEST = 5.0


def fractional(
    function: Any, calls: Sequence[tuple[Sequence[Any], dict[str, Any]]], frames: Sequence[Any]
) -> list[str]:
    """The fields that take fractions: the function answers 3.0 as 3, and answers 3.5.

    Not those that the function says are `int`, nor a horizon or a count of which it takes the whole part.
    """
    tables = [_table(function, given, words) for given, words in calls]
    kinds: dict[str, set[str]] = {}
    for table in tables:
        for column in table["columns"]:
            kinds.setdefault(column["name"], set()).update(column["types"])
    whole = [name for name, types in kinds.items() if types == {"int"}][:MOST_FIELDS]
    known = _dtypes(frames)
    stated = _stated_whole(function)
    found: list[str] = []
    until = time.monotonic() + LONGEST
    for name in whole:
        counts = known.get(_folded(name), "float").startswith(("int", "uint"))
        if counts or name in stated or time.monotonic() > until:
            continue
        each = range(len(calls))
        if not all(_takes(function, calls[i], tables[i], name) for i in each):
            continue
        if not all(_cuts(function, calls[i], tables[i], name) for i in each):
            found.append(name)
    return found


def _table(function: Any, given: Sequence[Any], words: dict[str, Any]) -> dict[str, Any]:
    """The table of a call; a list of values may turn out a row when it is answered."""
    table = table_of(function, given, words)
    with contextlib.suppress(Exception):
        _answer(function, given, words, table)
    return table


def _takes(
    function: Any, call: tuple[Sequence[Any], dict[str, Any]], table: dict[str, Any], name: str
) -> bool:
    """True when a call is answered the same for a real number, and answered for a fraction."""
    try:
        as_it_was = _answer(function, *call)
        as_real = _answer(function, *_with(function, call, table, name, 0.0))
        _answer(function, *_with(function, call, table, name, 0.5))
    except Exception:  # the notebook's function, given values of our choice
        return False
    return bool(as_it_was == as_real)


def _cuts(
    function: Any, call: tuple[Sequence[Any], dict[str, Any]], table: dict[str, Any], name: str
) -> bool:
    """True when a half more changes no answer, and one more does."""
    try:
        as_it_was = _answer(function, *call)
        if as_it_was != _answer(function, *_with(function, call, table, name, 0.5)):
            return False
        return bool(as_it_was != _answer(function, *_with(function, call, table, name, 1.0)))
    except Exception:  # the notebook's function, given values of our choice
        return False


def _stated_whole(function: Any) -> list[str]:
    """The parameters that are annotated as whole numbers."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    return [each.name for each in parameters if each.annotation in (int, "int")]


def _answer(
    function: Any, given: Sequence[Any], words: dict[str, Any], table: dict[str, Any] | None = None
) -> Any:
    quiet = io.StringIO()
    given, words = copy.deepcopy((list(given), words))
    table = table or table_of(function, given, words)
    with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
        answer = function(*given, **words)
    return answered(table, answer)["answers"]


def _with(
    function: Any,
    call: tuple[Sequence[Any], dict[str, Any]],
    table: dict[str, Any],
    name: str,
    more: float,
) -> tuple[list[Any], dict[str, Any]]:
    """The call with the field `name` as a real number, `more` than it was."""
    bound = inspect.signature(function).bind(*call[0], **call[1])
    if table["argument"] == "keywords":
        words = [bound.arguments.get(each, {}) for each in gathered(bound.signature)]
        for given in (bound.arguments, *words):
            if name in given:
                given[name] = given[name] + more + 0.0
        return list(bound.args), dict(bound.kwargs)
    first = next(iter(bound.arguments))
    rows = copy.deepcopy(bound.arguments[first])
    if table["argument"] == "vector":
        place = int(name[1:]) - 1
        rows[place] = rows[place] + more + 0.0
    else:
        for row in [rows] if isinstance(rows, dict) else rows:
            if row.get(name) is not None:
                row[name] = row[name] + more + 0.0
    bound.arguments[first] = rows
    return list(bound.args), dict(bound.kwargs)


def _dtypes(frames: Sequence[Any]) -> dict[str, str]:
    """The dtypes of the frames' columns by name, in any spelling: those of numbers only."""
    found: dict[str, str] = {}
    for frame in frames:
        if type(frame).__name__ == "DataFrame":
            for name, kind in frame.dtypes.items():
                if str(kind).lower().startswith(("int", "uint", "float")):
                    found.setdefault(_folded(str(name)), str(kind).lower())
    return found


def _folded(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum())
