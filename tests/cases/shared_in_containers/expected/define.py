"""Define (cell 2 of the notebook)."""

import inspect
from typing import Any

from demo import shared
from demo.shared import biased, weighted


class Chain:
    def __init__(self, *parts):
        self.parts = parts

    def __call__(self, x):
        for part in self.parts:
            x = part(x)
        return x


def define() -> tuple[dict[Any, Any], list[Any], dict[Any, Any], Any]:
    """Define (notebook cell 2)."""
    shared.bias = len("ab")
    weights = {"a": 1}
    shared.weights = weights
    steps = [biased, weighted]
    registry = dict(one=biased, two=weighted)
    chain = Chain(*steps)
    print(chain(1), biased.__name__, inspect.signature(biased))
    return weights, steps, registry, chain
