"""Whether a function that was made prepares rows as the notebook did, together and alone."""

from __future__ import annotations

import contextlib
import copy
import io
import math
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

from .matrices import listed
from .tables import spaced

ALONE = 25
MOST_COMPARED = 200
MOST_TRIES = 2000
FEWEST = 0.1
"""The share of rows that are the data's own where a sampler made up others."""
EXACT, SINGLE = 1e-9, 1e-5
"""By how much numbers may differ; and answers of libraries that compute in single precision."""
IN_SINGLE = ("keras", "tensorflow", "torch")
LONGEST = 10.0
"""Seconds in which the rows that served code takes are to be found."""


def few_of(rows: Any, places: Sequence[int]) -> Any:
    """The rows at some places, as the same kind of thing."""
    if hasattr(rows, "iloc"):
        return rows.iloc[list(places)]
    return [rows[i] for i in places] if isinstance(rows, list) else rows[list(places)]


def checked(check: dict[str, Any], names: dict[str, Any]) -> dict[str, Any]:
    """How many of the rows that the estimator was asked about the served code prepares as well.

    A row that comes alone is to be prepared as it is among the others.
    """
    quiet, single = io.StringIO(), any(name in sys.modules for name in IN_SINGLE)
    bound = SINGLE if check.get("answers") and single else EXACT
    try:
        rows, function = names[check["rows"]], names[check["prepared"]]
        with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
            rows, prepared = _prepared(function, rows)
            tested = eval(check["tested"], dict(names))
            together = list(_tuples(prepared))
            known = set(together)
            wanted = list(_tuples(tested))
            lonely = _lonely(function, rows, together, bound)
    except Exception as error:  # the notebook's own code
        return {"why": f"{type(error).__name__}: {error}"[:300], "count": 0, "missing": 0}
    if lonely:
        return {"why": lonely, "count": len(wanted), "missing": 0}
    missing = [row for row in wanted if row not in known]
    if check.get("grown") and len(wanted) - len(missing) >= FEWEST * len(wanted):
        missing = []  # the others are none of the data's rows
    if len(missing) <= MOST_COMPARED:  # sums of many numbers may differ in their last digits
        missing = [
            row for row in missing if not any(_near(row, other, bound) for other in together)
        ]
    told = {"first": [str(each) for each in missing[0][:20]]} if missing else {}
    return {"count": len(wanted), "missing": len(missing), **told}


def _lonely(function: Any, rows: Any, together: list[Any], bound: float) -> str:
    """What is wrong with rows that come alone, or ""."""
    if len(together) != len(rows):
        return f"{len(rows)} rows are prepared to {len(together)}"
    for place in spaced(len(rows), ALONE):
        row = few_of(copy.deepcopy(rows), [place])
        if hasattr(row, "reset_index"):  # as in a request: no column of training has its place
            row = row.reset_index(drop=True)
        prepared = function(row)
        alone = list(_tuples(prepared))
        if len(alone) != 1 or not _near(alone[0], together[place], bound):
            why = "a row that comes alone is prepared otherwise than among others"
            return (
                f"{why}{_told(alone[:1], together[place], getattr(prepared, 'columns', ()), bound)}"
            )
    return ""


def _told(alone: list[Any], among: tuple[Any, ...], columns: Any, bound: float) -> str:
    """The first value that is another: `, 'age' is 3.0 and not 4.5`."""
    for row in alone:
        for place, (one, other) in enumerate(zip(row, among)):  # noqa: B905
            if not _alike(one, other, bound):
                name = f"'{list(columns)[place]}'" if len(columns) == len(row) else "it"
                return f": {name} is {str(one)[:40]} and not {str(other)[:40]}"
    return ""


def served_rows(function: Any, rows: Any) -> Iterator[Any]:
    """The data's rows to ask a served function about: all; if it raises, those that it takes, for a
    notebook may have left out the others before; where these are hard to find, those without gaps.
    """
    yield rows
    if hasattr(rows, "dropna"):
        yield _taken(function, rows)
        yield rows.dropna()


def without_gaps(rows: Any, frame: Any) -> Any:
    """The rows that the notebook went on with, where it left out those with gaps in a column: a request
    has none there. `frame` is what is left of them; all rows, where that cannot be told."""
    if type(rows).__name__ != "DataFrame" or type(frame) is not type(rows):
        return rows
    one, other = rows.index, frame.index
    if not (0 < len(other) < len(one) and one.is_unique and other.is_unique):
        return rows
    if not other.isin(one).all():
        return rows
    some = rows.loc[other]
    if not any(name in frame and _tells_rows(some[name], frame[name]) for name in some):
        return rows  # numbered anew
    filled = rows.isna().any() & ~some.isna().any()
    return some if filled.any() else rows


def _tells_rows(one: Any, other: Any) -> bool:
    """True for two columns of the same values, most of which are there once."""
    with contextlib.suppress(Exception):  # values without a hash
        return bool(2 * one.nunique() > len(one) and one.equals(other))
    return False


def _prepared(function: Any, rows: Any) -> tuple[Any, Any]:
    """The rows that the served code prepares, and what it makes of them."""
    for some in served_rows(function, rows):
        with contextlib.suppress(Exception):  # whatever the notebook's code raises for a gap
            if len(some):
                return some, function(copy.deepcopy(some))
    return rows, function(copy.deepcopy(rows))  # raises


def _taken(function: Any, rows: Any) -> Any:
    """The rows that the served code takes, found by halves; none where that would take too long."""
    good: list[int] = []
    waiting, tries = [(0, len(rows))], 0
    until, quiet = time.monotonic() + LONGEST, io.StringIO()
    while waiting:
        start, end = waiting.pop()
        tries += 1
        if tries > MOST_TRIES or time.monotonic() > until:
            return rows.iloc[:0]
        try:
            with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
                function(rows.iloc[start:end].copy())
            good.extend(range(start, end))
        except Exception:  # the notebook's own code, for a row that it may have left out
            if end - start > 1:
                middle = (start + end) // 2
                waiting += [(middle, end), (start, middle)]
    return rows.iloc[sorted(good)]


def _near(one: tuple[Any, ...], other: tuple[Any, ...], bound: float) -> bool:
    """True for rows that are equal but for the last digits of their numbers."""
    return len(one) == len(other) and all(
        _alike(*pair, bound) for pair in zip(one, other)  # noqa: B905  Python 3.8
    )


def _alike(one: Any, other: Any, bound: float) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=bound, abs_tol=1e-12 if bound == EXACT else bound)
    return bool(one == other)


def _tuples(value: Any) -> Any:
    """The rows of a matrix, frame or list as tuples; numbers to ten digits."""
    for row in list(listed(value)):
        cells = row if isinstance(row, (list, tuple)) else [row]
        yield tuple(_digits(cell) for cell in cells)


def _digits(cell: Any) -> Any:
    if isinstance(cell, bool):
        return float(cell)
    if isinstance(cell, (int, float)):
        return "nan" if cell != cell else float(f"{cell:.10g}")
    return str(cell)
