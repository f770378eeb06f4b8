"""Report (cell 4 of the notebook)."""

from typing import Any


def report(a: int, b: list[Any]) -> None:
    """Report (notebook cell 4)."""
    print(a, b)
