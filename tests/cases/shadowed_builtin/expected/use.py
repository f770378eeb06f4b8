"""Use (cell 4 of the notebook)."""

from typing import Any


def use(sum_: Any, max_: Any) -> list[Any]:
    """Use (notebook cell 4)."""
    print(sum_ + 1, max_)
    list = [sum_, max_]
    print(list)
    return list
