"""Parameters (cell 14 of the notebook)."""

from typing import Any


def parameters_stage(e: list[Any]) -> int:
    """Parameters (notebook cell 14)."""
    f = len(e)
    return f
