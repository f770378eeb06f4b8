"""Decide (cell 4 of the notebook)."""

from typing import Any


def decide(
    label: Any, mode: Any, count: Any, values: list[Any]
) -> tuple[Any, Any, Any]:
    """Decide (notebook cell 4)."""
    for v in values:
        if v > 3:
            label = f"big {v}"
    try:
        mode = int("x")
    except ValueError:
        pass
    while count > 5:
        count = 0
    return label, mode, count
