"""Use (cell 4 of the notebook)."""

from typing import Any


def use(double: Any) -> None:
    """Use (notebook cell 4)."""
    print(double(4), list(map(double, [1, 2])))
