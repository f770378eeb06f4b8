"""Define (cell 2 of the notebook)."""

from typing import Any

from demo import shared
from demo.shared import Discounted


def define() -> Any:
    """Define (notebook cell 2)."""
    rate = float("0.5")
    shared.rate = rate
    shared.off = int("1")
    price = Discounted(10)
    print(price.told)
    return price
