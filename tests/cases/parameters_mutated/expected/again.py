"""Again (cell 5 of the notebook)."""

from typing import Any


def again(names: Any) -> None:
    """Again (notebook cell 5)."""
    print(names)
