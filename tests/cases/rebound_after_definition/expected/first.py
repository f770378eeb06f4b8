"""First (cell 2 of the notebook)."""


def scaled(x, *, rate):
    return x * rate


def first() -> None:
    """First (notebook cell 2)."""
    rate = int("2")
    print(scaled(10, rate=rate))
