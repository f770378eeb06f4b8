"""Report (cell 4 of the notebook)."""

from typing import Any


def report(x: str, squares: list[Any], pairs: set[Any], nested: list[Any]) -> list[Any]:
    """Report (notebook cell 4)."""
    y = [x for _ in range(2)]
    print(x, squares, pairs, nested, y)
    print([f(2) for f in [lambda v, w=w: v * w for w in (1, 2)]])
    return y
