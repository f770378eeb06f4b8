"""Use (cell 4 of the notebook)."""

from math import pow

from demo.define import compile, hash


def use() -> None:
    """Use (notebook cell 4)."""
    print(compile(3), hash(2), pow(2, 5))
