"""One (cells 5, 8 of the notebook)."""


def one() -> int:
    """One (notebook cells 5, 8)."""
    # only a comment
    x = 1
    # a comment at the end
    pass
    return x
