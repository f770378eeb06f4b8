"""Define (cell 2 of the notebook)."""


def made(a, b=0, *, c=0, base):
    return a + b + c + base


def define() -> int:
    """Define (notebook cell 2)."""
    base = len("ab")
    return base
