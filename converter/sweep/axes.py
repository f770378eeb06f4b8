"""The values of one parameter in a sweep, from what is typed: `0.1,0.3,1`, `1..20`, `["a,b"]`.

Text -> candidates. Their types are checked later, with the notebook's or the job's parameters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from converter.errors import UsageError
from converter.model.parameter import GivenText

MOST = 100_000
"""Values that one axis may have."""

_RANGE = re.compile(
    r"(?P<first>[^.,]+(?:\.\d+)?)\.\.(?P<last>[^.,]+(?:\.\d+)?)(?:\.\.(?P<step>.+))?"
)
_NUMERIC = re.compile(r"-?[\d.]+\.\.-?[\d.]+")
_NUMBERS = frozenset({"int", "float", "Decimal"})
_CONTAINERS = frozenset({"list", "dict", "tuple", "set", "frozenset", "Any"})


def axis_of(name: str, text: str, words: AbstractSet[str]) -> tuple[object, ...]:
    """The candidates in `text`; `words` are the names in the parameter's annotation.

    Text that stands for itself comes as `GivenText`, JSON as its values.
    """
    plain = text.strip()
    if plain.startswith("["):
        return _listed(name, plain)
    found = _RANGE.fullmatch(plain)
    numeric = _NUMBERS.intersection(words) or ("Any" in words and _NUMERIC.fullmatch(plain))
    if found and numeric:
        return tuple(_numbers(name, found["first"], found["last"], found["step"]))
    if found and "date" in words:
        return tuple(_dates(name, found["first"], found["last"], found["step"]))
    nested = not words or bool(_CONTAINERS.intersection(words))
    pieces = list(_pieces(text, nested=nested))
    if not all(piece.strip() for piece in pieces) and len(pieces) > 1:
        raise UsageError(f"parameter {name}: a value between commas is empty", hint=_HINT)
    if len(pieces) == 1:
        return (GivenText(text),)
    return tuple(GivenText(piece.strip()) for piece in pieces)


_HINT = 'write 0.1,0.3 or 1..20 or 0..1..0.25, and text with commas as JSON: ["a,b", "c"]'


def _listed(name: str, text: str) -> tuple[object, ...]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise UsageError(f"parameter {name}: is no JSON list: {exc}", hint=_HINT) from None
    if not found:
        raise UsageError(f"parameter {name}: the list has no values", hint=_HINT)
    return tuple(found)


def _pieces(text: str, *, nested: bool) -> Iterator[str]:
    """The parts between commas; with `nested`, commas in brackets and quotes do not count."""
    depth, quoted, start = 0, "", 0
    for place, char in enumerate(text):
        if nested and char in "\"'" and quoted in ("", char):
            quoted = "" if quoted else char
        elif nested and not quoted and char in "[{(":
            depth += 1
        elif nested and not quoted and char in "]})":
            depth -= 1
        elif char == "," and not quoted and depth <= 0:
            yield text[start:place]
            start = place + 1
    yield text[start:]


def _numbers(name: str, first: str, last: str, step: str | None) -> Iterator[GivenText]:
    """The numbers of a range, its end included; decimals are exact."""
    try:
        low, high = Decimal(first.strip()), Decimal(last.strip())
        whole = low == low.to_integral_value() and high == high.to_integral_value()
        width = Decimal(step.strip()) if step is not None else Decimal(1 if high >= low else -1)
        if not (low.is_finite() and high.is_finite() and width.is_finite()):
            raise InvalidOperation
    except InvalidOperation:
        raise UsageError(f"parameter {name}: is no range of numbers", hint=_HINT) from None
    if step is None and not whole:
        message = f"parameter {name}: a range of fractions needs a step"
        raise UsageError(message, hint=f"write {first}..{last}..STEP")
    if not width or (high - low) * width < 0:
        message = f"parameter {name}: steps of {width} never lead from {low} to {high}"
        raise UsageError(message, hint=_HINT)
    steps = (high - low) / width
    _bounded(name, MOST + 1 if steps > MOST else int(steps) + 1)
    for index in range(int(steps) + 1):
        yield GivenText(format(low + index * width, "f"))


def _dates(name: str, first: str, last: str, step: str | None) -> Iterator[GivenText]:
    """The days of a range, its end included; the step is in days."""
    try:
        low, high = date.fromisoformat(first.strip()), date.fromisoformat(last.strip())
        days = int(step) if step is not None else 1
    except ValueError:
        hint = "write 2024-01-01..2024-03-31..7, the step in days"
        raise UsageError(f"parameter {name}: is no range of dates", hint=hint) from None
    if days <= 0 or high < low:
        raise UsageError(f"parameter {name}: the range of dates is empty", hint=_HINT)
    count = (high - low).days // days + 1
    _bounded(name, count)
    for index in range(count):
        yield GivenText((low + timedelta(days=index * days)).isoformat())


def _bounded(name: str, count: int) -> None:
    if count > MOST:
        raise UsageError(f"parameter {name}: has more values than {MOST}")
