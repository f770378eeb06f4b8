"""Define (cell 2 of the notebook)."""

from demo import shared


def define() -> int:
    """Define (notebook cell 2)."""
    width = len("abcd")
    shared.width = width
    return width
