"""demo (cell 16 of the notebook)."""

from typing import Any


def demo(a: int, b: Any, c: Any, d: Any, f: int) -> None:
    """demo (notebook cell 16)."""
    print(a, b, c, round(d, 6), f)
