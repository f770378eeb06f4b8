"""Use (cell 4 of the notebook)."""

from demo import shared
from demo.shared import bump


def use() -> None:
    """Use (notebook cell 4)."""
    bump(2)
    print(shared.counter, bump())
