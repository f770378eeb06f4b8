"""Make / Draw (cells 2, 4 of the notebook)."""


def make() -> None:
    """Make / Draw (notebook cells 2, 4)."""
    factor = int("2")
    stream = (factor * n for n in range(3))
    print(next(stream))
    factor = 100
    print(list(stream))
