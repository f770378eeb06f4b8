"""Load (cell 2 of the notebook)."""

from typing import Any


def load() -> tuple[str, list[Any], set[Any], list[Any]]:
    """Load (notebook cell 2)."""
    x = "outer"
    squares = [x * x for x in range(3)]
    pairs = {(x, y) for x in range(2) for y in range(x)}
    nested = [[x for x in row] for row in [[1], [2]]]
    return x, squares, pairs, nested
