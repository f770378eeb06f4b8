"""Use (cell 4 of the notebook)."""

from demo.define import of_argument, of_comprehension, own, reader


def use(size: int) -> None:
    """Use (notebook cell 4)."""
    print(own([1]), of_argument(5), of_comprehension([7, 8]), reader(size=size))
