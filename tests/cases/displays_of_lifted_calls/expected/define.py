"""Define (cell 2 of the notebook)."""


def scaled(x, *, factor):
    return x * factor


def define() -> int:
    """Define (notebook cell 2)."""
    factor = int("3")
    return factor
