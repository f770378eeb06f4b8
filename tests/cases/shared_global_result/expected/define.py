"""Define (cell 3 of the notebook)."""

from typing import Any

from demo import shared


def define(*, START: int) -> list[Any]:
    """Define (notebook cell 3)."""
    shared.count = START
    history: list = []
    shared.history = history
    shared.best = None
    return history
