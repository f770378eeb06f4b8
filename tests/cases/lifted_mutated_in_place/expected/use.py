"""Use (cell 4 of the notebook)."""

from typing import Any

from demo.define import note


def use(seen: list[Any]) -> None:
    """Use (notebook cell 4)."""
    print(note("b", seen=seen), seen)
