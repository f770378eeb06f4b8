"""Load (cell 2 of the notebook)."""

from typing import Any


def load() -> tuple[Any, Any]:
    """Load (notebook cell 2)."""
    xs = [3, 1, 2]
    sum_ = sum(xs)
    max_ = max(xs)
    print(sum_, max_)
    return sum_, max_
