"""Use (cell 4 of the notebook)."""

from typing import Any


def use(start: list[Any], collect: Any) -> None:
    """Use (notebook cell 4)."""
    collect(2)
    print(start, collect(3) is start)
