"""Setup (cells 1-2, 5 of the notebook)."""

from typing import Any


def setup() -> list[Any]:
    """Setup (notebook cells 1-2, 5)."""
    total = sum(range(10))
    squares = [x * x for x in range(3)]
    print(squares)
    print(total)
    return squares
