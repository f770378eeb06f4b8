"""Rebind (cells 4-5 of the notebook)."""

from typing import Any

from demo import shared
from demo.shared import Price


def rebind(price: Any) -> list[Any]:
    """Rebind (notebook cells 4-5)."""
    rate = 1.0
    shared.rate = rate
    print(price.told, Price.current())
    totals = []
    for shared.off in range(3):
        totals.append(price.gross())
    print(totals, shared.off)
    return totals
