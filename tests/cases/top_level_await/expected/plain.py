"""Plain (cell 6 of the notebook)."""

from typing import Any


def plain(both: list[Any]) -> None:
    """Plain (notebook cell 6)."""
    print(both)
