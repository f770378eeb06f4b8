"""Load (cell 2 of the notebook)."""

from typing import Any


def load() -> tuple[Any, int, int, int]:
    """Load (notebook cell 2)."""
    big = list(range(5))
    a = 1
    b = 2
    size = len(big)
    return big, a, b, size
