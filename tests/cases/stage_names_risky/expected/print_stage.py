"""print (cell 8 of the notebook)."""

from typing import Any


def print_stage(b: Any) -> Any:
    """print (notebook cell 8)."""
    c = b + 1
    return c
