"""Define (cell 2 of the notebook)."""

from demo import shared
from demo.shared import bump


def define() -> None:
    """Define (notebook cell 2)."""
    shared.counter = 0
    bump()
    print(shared.counter)
