"""Define (cell 2 of the notebook)."""

from demo import functions as shared


def define() -> int:
    """Define (notebook cell 2)."""
    scale = len("xyz")
    shared.scale = scale
    return scale
