"""Load (cell 2 of the notebook)."""

from typing import Any


def load() -> tuple[list[Any], Any, dict[Any, Any]]:
    """Load (notebook cell 2)."""
    a = [1]
    b = a
    c = {"a": a}
    return a, b, c
