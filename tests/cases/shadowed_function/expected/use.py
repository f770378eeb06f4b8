"""Use (cell 4 of the notebook)."""

from typing import Any


def use(score: Any) -> None:
    """Use (notebook cell 4)."""
    print(score * 2)
