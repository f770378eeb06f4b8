"""Functions whose answer to the same rows is another each time: by the clock, a count, or chance."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from converter.probe.steady import why_unsteady

pd = pytest.importorskip("pandas")
pytestmark = pytest.mark.fast
COUNTER = count()


@pytest.mark.parametrize(
    ("function", "given"),
    [
        (lambda rows: rows["a"] * 2, pd.DataFrame({"a": [1.0, 2.0]})),
        (lambda record: {"a": record["a"], "of": ["x", None]}, {"a": 1}),
        (lambda record: random.Random(3).random(), {"a": 1}),
        (lambda record: {"sum": 0.1 + 1e-12 * next(COUNTER)}, {"a": 1}),
        (lambda record: record["absent"], {"a": 1}),
        (lambda record: print(next(COUNTER)) or 1, {"a": 1}),
    ],
)
def test_what_answers_the_same(function: Callable[[Any], Any], given: Any) -> None:
    assert why_unsteady(function, [([given], {})]) == ""


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (lambda record: {"ok": 1, "at": time.perf_counter_ns()}, "'at' is "),
        (lambda record: {"a": {"n": [next(COUNTER)]}}, "'n' is "),
        (lambda record: random.random(), " and then "),
        (lambda record: "odd" if next(COUNTER) % 2 else "even", '"odd"'),
    ],
)
def test_what_answers_otherwise_each_time(function: Callable[[Any], Any], told: str) -> None:
    assert told in why_unsteady(function, [([{"a": 1}], {})])


def test_arguments_are_those_of_the_call_each_time() -> None:
    def taking(record: dict[str, int], step: int = 1) -> int:
        record["a"] += step
        return record["a"]

    assert why_unsteady(taking, [([{"a": 1}], {"step": 2})]) == ""
