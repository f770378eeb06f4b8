"""Sums (cell 3 of the notebook)."""

from typing import Any


def sums(rows: list[Any]) -> Any:
    """Sums (notebook cell 3)."""
    total = sum(rows)
    print(total)
    return total
