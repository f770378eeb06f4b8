"""Draw (cell 4 of the notebook)."""

import random


def drawn(n):
    return [random.randint(0, 9) for _ in range(n)]


def draw() -> None:
    """Draw (notebook cell 4)."""
    print(drawn(3))
