"""Define (cell 2 of the notebook)."""

from demo.shared import setup


def define() -> None:
    """Define (notebook cell 2)."""
    setup()
