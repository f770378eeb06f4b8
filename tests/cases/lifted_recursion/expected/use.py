"""Use (cell 4 of the notebook)."""

from demo.define import countdown, even, odd


def use(step: int) -> None:
    """Use (notebook cell 4)."""
    print(countdown(7, step=step), even(4, step=step), odd(4, step=step))
