"""Load (cell 2 of the notebook)."""

from typing import Any


def scaled(x, *, factor):
    # what every price goes through
    return x * factor


def load() -> tuple[int, list[Any]]:
    """Load (notebook cell 2)."""
    rates = {"eur": 2, "usd": 3}
    factor = len(rates)
    prices = [1, 2, 3]
    print(scaled(10, factor=factor))
    return factor, prices
