"""Decide (cell 4 of the notebook)."""

from typing import Any


def decide(label: Any, values: list[Any]) -> tuple[Any, Any]:
    """Decide (notebook cell 4)."""
    for v in values:
        if v > 3:
            label = f"big {v}"
            found = v
    return label, found
