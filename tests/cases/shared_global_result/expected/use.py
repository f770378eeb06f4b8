"""Use (cell 5 of the notebook)."""

from demo import shared
from demo.shared import advance


def use(*, START: int, STEPS: list[int]) -> None:
    """Use (notebook cell 5)."""
    for step in STEPS:
        advance(step)
    if shared.count > START:
        print("grew to", shared.count, f"by {shared.count - START}")
