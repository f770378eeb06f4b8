"""One (cell 2 of the notebook)."""


def one() -> int:
    """One (notebook cell 2)."""
    c = 3
    return c
