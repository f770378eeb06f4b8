"""Names that are bound (cells 10, 12 of the notebook)."""


def names_that_are_bound() -> None:
    """Names that are bound (notebook cells 10, 12)."""
    ls = 7
    l = 2
    print(ls - l)
