"""Second (cell 4 of the notebook)."""

from demo.first import scaled


def second() -> int:
    """Second (notebook cell 4)."""
    rate = int("3")
    print(scaled(10, rate=rate))
    return rate
