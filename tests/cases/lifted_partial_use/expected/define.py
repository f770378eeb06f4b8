"""Define (cell 2 of the notebook)."""

from typing import Any


def define() -> tuple[int, Any]:
    """Define (notebook cell 2)."""
    weight = len("abc")

    def combined(a, b):
        return a + weight * b

    return weight, combined
