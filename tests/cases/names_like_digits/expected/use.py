"""Use (cell 5 of the notebook)."""

from typing import Any


def use(O: list[Any], *, I: int) -> Any:
    """Use (notebook cell 5)."""
    l = sum(O)
    print(I, round(l, 6))
    return l
