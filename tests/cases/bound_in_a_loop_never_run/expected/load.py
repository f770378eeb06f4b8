"""Load (cell 2 of the notebook)."""

from typing import Any


def load() -> tuple[Any, Any, Any, list[Any]]:
    """Load (notebook cell 2)."""
    label = "none"
    mode = "plain"
    count = 1
    values = [1, 2]
    return label, mode, count, values
