"""Define (cell 2 of the notebook)."""

from typing import Any


def wide(x, *, width):
    return f"{x:>{width}}"


def define() -> tuple[int, dict[Any, Any]]:
    """Define (notebook cell 2)."""
    width = len("abcdef")
    d = {"k": 1.5, "n": {"m": 2}}
    return width, d
