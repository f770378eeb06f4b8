"""Load: where the data comes from (cell 1 of the notebook)."""

from typing import Any


def load() -> list[Any]:
    """Load: where the data comes from (notebook cell 1)."""
    rows = [1, 2]
    return rows
