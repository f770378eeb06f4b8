"""Use (cell 4 of the notebook)."""

from demo.define import scaled


def use(factor: int) -> None:
    """Use (notebook cell 4)."""
    for i in range(2):
        scaled(i, factor=factor)
        if i:
            _ = (scaled(i, factor=factor), [scaled(i, factor=factor), i])
