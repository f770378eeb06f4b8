"""Load (cell 2 of the notebook)."""

from typing import Any


def load() -> tuple[Any, Any, Any, Any, Any, Any, Any, Any, Any]:
    """Load (notebook cell 2)."""
    head, *tail = [1, 2, 3]
    (a, b), [c, *_rest] = (4, 5), [6, 7, 8]
    x = y = z = []
    z.append(1)
    return head, tail, a, b, c, _rest, x, y, z
