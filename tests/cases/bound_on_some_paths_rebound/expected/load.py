"""Load (cell 2 of the notebook)."""

from typing import Any


def load() -> tuple[Any, list[Any]]:
    """Load (notebook cell 2)."""
    label = "none"
    values = [1, 5]
    return label, values
