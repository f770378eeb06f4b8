"""Functions that answer the same rows otherwise when they are asked again: by the clock, chance or a count."""

from __future__ import annotations

import contextlib
import copy
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from .tables import answered, table_of

CLOSE = 1e-6
"""Numbers that are added up by several threads differ in their last digits."""
LONGEST_TOLD = 80


def why_unsteady(function: Any, calls: Iterable[tuple[Sequence[Any], dict[str, Any]]]) -> str:
    """Where the answers to one of the `calls` differ between two times that it is made, or ""."""
    for given, words in calls:
        one, other = (_answers(function, given, words) for _ in range(2))
        if one is not None and other is not None:
            why = _difference(one, other, "")
            if why:
                return why
    return ""


def _answers(function: Any, given: Sequence[Any], words: dict[str, Any]) -> Any:
    """The answers as JSON values; None where there are none."""
    quiet = io.StringIO()
    try:
        given, words = copy.deepcopy((list(given), dict(words)))
        table = table_of(function, given, words)
        with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
            answer = function(*given, **words)
        return json.loads(json.dumps(answered(table, answer)["answers"]))
    except Exception:  # the notebook's own function
        return None


def _difference(one: Any, other: Any, place: str) -> str:
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        pairs = [(one[key], other[key], str(key)) for key in one]
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = [(one[i], other[i], place) for i in range(len(one))]
    else:
        if _alike(one, other):
            return ""
        told = " and then ".join(json.dumps(each)[:LONGEST_TOLD] for each in (one, other))
        return f"'{place}' is {told}" if place else told
    return next((why for each in pairs if (why := _difference(*each))), "")


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return one == other or abs(one - other) <= CLOSE * max(1.0, abs(other))
    return type(one) is type(other) and bool(one == other)
