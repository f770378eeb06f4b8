"""Again (cell 5 of the notebook)."""

from typing import Any


def again(depth: Any, names: Any) -> None:
    """Again (notebook cell 5)."""
    print(depth, names)
