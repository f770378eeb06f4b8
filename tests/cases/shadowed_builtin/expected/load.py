"""Load (cell 2 of the notebook)."""

from typing import Any


def load() -> tuple[list[Any], Any, Any]:
    """Load (notebook cell 2)."""
    xs = [3, 1, 2]
    sum_ = sum(xs)
    max_ = max(xs)
    print(sum_, max_)
    return xs, sum_, max_
