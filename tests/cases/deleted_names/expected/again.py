"""Again (cell 6 of the notebook)."""

from typing import Any


def again(b: int, size: int, table: dict[Any, Any]) -> None:
    """Again (notebook cell 6)."""
    big = "new"
    print(big, b, size, table)
