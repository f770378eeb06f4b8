"""Use (cell 4 of the notebook)."""

from typing import Any

from demo.define import collect


def use(start: list[Any]) -> None:
    """Use (notebook cell 4)."""
    collect(2, into=start)
    print(start, collect(3, into=start) is start)
