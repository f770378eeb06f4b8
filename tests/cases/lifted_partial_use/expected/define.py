"""Define (cell 2 of the notebook)."""

from demo import shared


def define() -> int:
    """Define (notebook cell 2)."""
    weight = len("abc")
    shared.weight = weight
    return weight
