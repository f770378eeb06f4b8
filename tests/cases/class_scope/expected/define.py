"""Define (cell 2 of the notebook)."""

from demo import shared


def define() -> str:
    """Define (notebook cell 2)."""
    version = "1"
    shared.version = version
    return version
