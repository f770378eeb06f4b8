"""Drop (cell 4 of the notebook)."""

from typing import Any


def drop(big: Any, a: int) -> dict[Any, Any]:
    """Drop (notebook cell 4)."""
    del big, a
    table = {"x": 1, "y": 2}
    del table["x"]
    return table
