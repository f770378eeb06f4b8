"""Ranges to search, from text: `float(1e-4, 1, log)`, `2..12`, `choice(rbf, linear)`.

Text -> Range. Also found in the comment of a parameter: `alpha = 0.1  # search: 1e-4..1 log`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from converter.errors import UsageError
from converter.model.parameter import GivenText


@dataclass(frozen=True)
class Numbers:
    """Numbers from `low` to `high`, both included; `log` draws their logarithms evenly."""

    low: float
    high: float
    whole: bool
    log: bool = False
    step: float | None = None


@dataclass(frozen=True)
class Choices:
    """One of these values; text that stands for itself is `GivenText`."""

    values: tuple[object, ...]


Range = Numbers | Choices

_CALL = re.compile(r"(?P<kind>float|int|choice|categorical)\s*\((?P<inside>.*)\)", re.DOTALL)
_NUMBER = r"[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_DOTS = re.compile(
    rf"(?P<low>{_NUMBER})\s*\.\.\s*(?P<high>{_NUMBER})"
    rf"(?:\s*\.\.\s*(?P<step>{_NUMBER}))?(?:\s+(?P<log>log))?"
)
_MARK = re.compile(r"\bsearch:\s*(?P<text>[^;]+)")
HINT = (
    "write float(1e-4,1,log), int(2,12), choice(rbf,linear), or 1e-4..1 log; choices with commas"
    ' as JSON: ["a,b", "c"]'
)


def declared_in(comment: str) -> str:
    """The range that a parameter's comment declares, or ""."""
    found = _MARK.search(comment)
    return found["text"].strip() if found else ""


def range_of(name: str, text: str, words: AbstractSet[str]) -> Range:
    """The range that `text` says; `words` are the names in the parameter's annotation.

    Raises UsageError.
    """
    plain = text.strip()
    call = _CALL.fullmatch(plain)
    if call and call["kind"] in ("choice", "categorical"):
        return _choices(name, call["inside"])
    if call:
        return _numbers(name, *_arguments(name, call["inside"]), kind=call["kind"], words=words)
    dots = _DOTS.fullmatch(plain)
    if dots:
        step, log = dots["step"], bool(dots["log"])
        return _numbers(name, dots["low"], dots["high"], step, log, kind="", words=words)
    if plain.startswith("[") or "," in plain:
        return _choices(name, plain)
    raise UsageError(f"parameter {name}: {text!r} is no range to search", hint=HINT)


def _arguments(name: str, inside: str) -> tuple[str, str, str | None, bool]:
    """Low, high, step and whether `log` stands among the arguments."""
    parts = [part.strip() for part in inside.split(",")]
    log = "log" in parts
    numbers = [part for part in parts if part != "log"]
    if len(numbers) not in (2, 3) or parts.count("log") > 1:
        message = f"parameter {name}: a range has a lowest and a highest value, and maybe a step"
        raise UsageError(message, hint=HINT)
    return numbers[0], numbers[1], numbers[2] if len(numbers) == 3 else None, log


def _numbers(
    name: str,
    low: str,
    high: str,
    step: str | None,
    log: bool,
    *,
    kind: str,
    words: AbstractSet[str],
) -> Numbers:
    try:
        first, last = Decimal(low), Decimal(high)
        width = Decimal(step) if step is not None else None
        finite = first.is_finite() and last.is_finite() and (width is None or width.is_finite())
    except InvalidOperation:
        finite = False
    if not finite or not math.isfinite(float(first)) or not math.isfinite(float(last)):
        raise UsageError(f"parameter {name}: {low}..{high} is no range of numbers", hint=HINT)
    integral = all(one == one.to_integral_value() for one in (first, last, width or first))
    whole = kind == "int" or (not kind and "float" not in words and integral and _takes_int(words))
    problem = ""
    if first >= last:
        problem = f"{low} is not below {high}"
    elif whole and not integral:
        problem = "whole numbers have whole limits"
    elif log and width is not None:
        problem = "a logarithmic range has no step"
    elif log and first <= 0:
        problem = "a logarithmic range lies above 0"
    elif width is not None and not 0 < width <= last - first:
        problem = f"steps of {step} do not fit between {low} and {high}"
    elif not whole and words and not words & {"float", "Decimal", "Any"}:
        problem = f"fractions do not fit its type ({', '.join(sorted(words))})"
    elif whole and words and not words & {"int", "float", "Decimal", "Any"}:
        problem = f"numbers do not fit its type ({', '.join(sorted(words))})"
    if problem:
        raise UsageError(f"parameter {name}: {problem}", hint=HINT)
    return Numbers(float(first), float(last), whole, log, float(width) if width else None)


def _takes_int(words: AbstractSet[str]) -> bool:
    return not words or bool(words & {"int", "Any"})


def _choices(name: str, inside: str) -> Choices:
    plain = inside.strip()
    if plain.startswith("["):
        try:
            values: list[object] = json.loads(plain)
        except (ValueError, RecursionError) as exc:
            raise UsageError(f"parameter {name}: is no JSON list: {exc}", hint=HINT) from None
    else:
        values = [GivenText(part.strip().strip("'\"")) for part in plain.split(",")]
    if not values or any(isinstance(one, str) and not one for one in values):
        raise UsageError(f"parameter {name}: a choice is empty", hint=HINT)
    return Choices(tuple(values))
