"""Use (cell 6 of the notebook)."""

from demo.define import with_rate


def use(later_rate: int) -> None:
    """Use (notebook cell 6)."""
    print(with_rate(2, later_rate=later_rate))
