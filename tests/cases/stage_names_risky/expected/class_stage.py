"""class (cell 6 of the notebook)."""

from typing import Any


def class_stage(a: int) -> Any:
    """class (notebook cell 6)."""
    b = a + 1
    return b
