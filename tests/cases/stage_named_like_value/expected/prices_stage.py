"""Prices (cell 2 of the notebook)."""

from typing import Any


def prices_stage() -> list[Any]:
    """Prices (notebook cell 2)."""
    prices = [len("a"), 2]
    return prices
