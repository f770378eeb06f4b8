"""Third (cell 6 of the notebook)."""

from demo.first import scaled


def third(rate: int) -> None:
    """Third (notebook cell 6)."""
    print(scaled(10, rate=rate), rate)
