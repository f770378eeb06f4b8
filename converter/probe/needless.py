"""Fields of a function's rows that it does without: neither its answers nor its estimators notice.

That an answer stays the same says little: a forest's label survives the loss of many a column. So
what estimators are asked counts too, and rows are tried that show what each field can be.
"""

from __future__ import annotations

import contextlib
import copy
import io
import json
import time
from collections.abc import Iterator, Sequence
from typing import Any

from .matrices import listed
from .plain import pandas_class
from .prepared import few_of
from .tables import answered, spaced

MOST_FIELDS = 80
MOST_ROWS = 40
MOST_CATEGORIES = 12
ASKED = (
    "predict",
    "predict_proba",
    "predict_log_proba",
    "decision_function",
    "score_samples",
    "kneighbors",
    "predict_partial_hazard",
    "predict_expectation",
    "predict_median",
)
DEEPEST = 4
LONGEST = 20.0
"""Seconds; fields that were not tried by then are needed."""


def telling(rows: Any) -> Any:
    """A few of the rows: spaced ones, and those that have the least, most and rarest values of a field."""
    if isinstance(rows, dict) or is_row(rows) or len(rows) <= MOST_ROWS:
        return rows
    return few_of(rows, sorted({*spaced(len(rows), MOST_ROWS // 2), *telling_places(rows)}))


def telling_places(rows: Any, most: int = MOST_CATEGORIES) -> set[int]:
    """Where rows have the least and most of a field, a gap, and each of a field's values, if these are
    at most `most`; of others a few."""
    places: set[int] = set()
    if hasattr(rows, "columns"):
        for position in range(min(rows.shape[1], MOST_FIELDS)):
            places |= _places_of(rows.iloc[:, position].tolist(), most)
    elif isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
        for name in _names_of(rows)[:MOST_FIELDS]:
            places |= _places_of([row.get(name) for row in rows], most)
    return places


def is_row(rows: Any) -> bool:
    """True for a Series: one row, whose labels are the fields."""
    series = pandas_class("Series")
    return bool(series and isinstance(rows, series))


def _places_of(values: list[Any], most: int) -> set[int]:
    """Where a column has its least and its most number, a gap, and each of a few other values."""
    first: dict[str, int] = {}
    gaps: set[int] = set()
    numbers: list[tuple[Any, int]] = []
    for place, value in enumerate(values):
        if _is_gap(value):
            gaps = gaps or {place}
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            numbers.append((value, place))
        elif len(first) <= most:
            first.setdefault(repr(value), place)
    ends = {min(numbers)[1], max(numbers)[1]} if numbers else set()
    few = list(first.values())[: most if len(first) <= most else MOST_CATEGORIES]
    return ends | gaps | set(few)


def _is_gap(value: Any) -> bool:
    try:
        return value is None or bool(value != value)
    except TypeError:  # pandas.NA is neither
        return True
    except ValueError:  # an array
        return False


def needless(
    function: Any, calls: Sequence[list[Any]], artifacts: Sequence[Any]
) -> tuple[list[str], list[str]]:
    """(fields that can be left out of the rows, fields that have to be there and may be empty).

    Neither changes anything in any of the `calls`.
    """
    names = list(dict.fromkeys(name for given in calls for name in _names_of(given[0])))
    with _listened(artifacts) as heard:
        answers = [(given, _outcome(function, given, heard)) for given in calls]
        expected = [(given, outcome) for given, outcome in answers if outcome is not None]
        if not expected or not 1 < len(names) <= MOST_FIELDS:
            return [], []

        def outcomes(without: set[str], empty: set[str]) -> list[tuple[str, ...] | None]:
            changed = [
                [_emptied(_without(given[0], without), empty), *given[1:]] for given, _ in expected
            ]
            return [_outcome(function, given, heard) for given in changed]

        as_it_was: list[Any] = [outcome for _, outcome in expected]
        gone: list[str] = []
        empty: list[str] = []
        until = time.monotonic() + LONGEST
        for name in names:
            if time.monotonic() > until or len(gone) + len(empty) == len(names) - 1:
                break
            found = outcomes({*gone, name}, set(empty))
            if found == as_it_was:
                gone.append(name)
            elif None in found and _may_be_empty(calls, name):
                if outcomes(set(gone), {*empty, name}) == as_it_was:
                    empty.append(name)
    return gone, empty


def _may_be_empty(calls: Sequence[list[Any]], name: str) -> bool:
    """True for columns whose dtype has a form for what is missing, as requests have it."""
    return all(
        hasattr(given[0], "columns")
        and name in given[0].columns
        and str(given[0][name].dtype) in ("object", "str", "string")
        for given in calls
    )


def _emptied(rows: Any, names: set[str]) -> Any:
    """The rows with nothing in some of their fields."""
    return rows.assign(**{name: None for name in names}) if names else rows


def _outcome(function: Any, given: list[Any], heard: list[str]) -> tuple[str, ...] | None:
    """The answer and what estimators were asked for it as text; None where it raises or has none."""
    heard.clear()
    quiet = io.StringIO()
    try:
        with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
            answer = function(*copy.deepcopy(given))
        told = json.dumps(answered(_table_of(given[0]), answer)["answers"], sort_keys=True)
    except Exception:  # the notebook's function, given less than it had
        return None
    return told, *heard


def _table_of(rows: Any) -> dict[str, Any]:
    if isinstance(rows, dict):
        return {"argument": "record", "count": 1}
    if is_row(rows):
        return {"argument": "row", "count": 1, "columns": rows.index.tolist()}
    return {"argument": "frame", "count": len(rows)}


@contextlib.contextmanager
def _listened(artifacts: Sequence[Any]) -> Iterator[list[str]]:
    """What estimators among the artifacts are asked, as texts, while the context lasts."""
    heard: list[str] = []
    changed: list[tuple[Any, str]] = []
    try:
        for estimator in estimators_in(artifacts):
            if _has_formula(estimator):
                continue  # it takes what its formula names of whatever frame it is given
            for method in ASKED:
                with contextlib.suppress(Exception):  # strangers' objects may not take attributes
                    if method in vars(estimator) or not callable(getattr(estimator, method, None)):
                        continue
                    setattr(estimator, method, _listening(getattr(estimator, method), heard))
                    changed.append((estimator, method))
        yield heard
    finally:
        for estimator, method in changed:
            with contextlib.suppress(Exception):
                delattr(estimator, method)


def _has_formula(estimator: Any) -> bool:
    """True for results of statsmodels that were fitted by a formula."""
    return isinstance(getattr(getattr(estimator, "model", None), "formula", None), str)


def _listening(method: Any, heard: list[str]) -> Any:
    def asked(rows: Any, *others: Any, **words: Any) -> Any:
        heard.append(_text_of(rows))
        return method(rows, *others, **words)

    return asked


def _text_of(rows: Any) -> str:
    """What an estimator is asked about, every number of it."""
    columns = list(map(str, getattr(rows, "columns", ())))
    return repr((columns, listed(rows)))


def estimators_in(values: Sequence[Any]) -> list[Any]:
    """What answers in the end: the last step of a pipeline, the best of a search, parts of objects.

    A pipeline's first steps may leave columns out; what comes after them does not.
    """
    found: list[Any] = []
    waiting = [(value, 0) for value in values]
    seen: set[int] = set()
    while waiting:
        value, depth = waiting.pop()
        if id(value) in seen or depth > DEEPEST or isinstance(value, (str, int, float, type)):
            continue
        seen.add(id(value))
        inner = _inner(value)
        if inner:
            waiting += [(each, depth + 1) for each in inner]
        elif any(callable(getattr(value, method, None)) for method in ASKED):
            found.append(value)
    return found


def _inner(value: Any) -> list[Any]:
    """The parts that answer for a value; none for an estimator itself."""
    if isinstance(value, dict):
        return list(value.values())[:50]
    if isinstance(value, (list, tuple)):
        return list(value)[:50]
    if isinstance(getattr(value, "steps", None), list) and value.steps:
        return [value.steps[-1][-1]]
    best = getattr(value, "best_estimator_", None)
    if best is not None:
        return [best]
    if type(value).__module__ == "__main__":
        return list(getattr(value, "__dict__", {}).values())
    return []


def _names_of(rows: Any) -> list[str]:
    if hasattr(rows, "columns"):
        return list(rows.columns)
    if is_row(rows):
        return list(rows.index)
    return list(rows if isinstance(rows, dict) else dict.fromkeys(k for row in rows for k in row))


def _without(rows: Any, names: set[str]) -> Any:
    """The rows without some of their fields."""
    if hasattr(rows, "columns"):
        return rows.drop(columns=[name for name in rows.columns if name in names])
    if is_row(rows):
        return rows.drop([name for name in rows.index if name in names])
    if isinstance(rows, dict):
        return {key: value for key, value in rows.items() if key not in names}
    return [{key: value for key, value in row.items() if key not in names} for row in rows]
