"""Change (cell 4 of the notebook)."""

from typing import Any


def change(total: Any, items: Any) -> tuple[Any, Any]:
    """Change (notebook cell 4)."""
    total += 2
    items += [2]
    items[0] *= 5
    return total, items
