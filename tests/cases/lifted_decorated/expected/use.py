"""Use (cell 4 of the notebook)."""

from demo.functions import cached, scaled


def use() -> None:
    """Use (notebook cell 4)."""
    print(scaled(2), scaled.__name__)
    print(cached(1), cached(1), cached(2))
