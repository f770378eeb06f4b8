"""Load (cell 2 of the notebook)."""

from typing import Any


def load() -> tuple[int, list[Any]]:
    """Load (notebook cell 2)."""
    a = 1
    b = [a, 2]
    return a, b
