"""Load (cell 2 of the notebook)."""

from typing import Any


def load() -> tuple[Any, Any, Any]:
    """Load (notebook cell 2)."""
    total = len("abc")
    items = [1]
    alias = items
    return total, items, alias
