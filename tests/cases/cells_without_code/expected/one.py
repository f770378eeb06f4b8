"""One (cell 5 of the notebook)."""


def one() -> int:
    """One (notebook cell 5)."""
    # only a comment
    x = 1
    # a comment at the end
    return x
