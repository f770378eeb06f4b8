"""Use (cell 3 of the notebook)."""

from typing import Any


def use(names: Any) -> None:
    """Use (notebook cell 3)."""
    names.append("b")
    print(names)
