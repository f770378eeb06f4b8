"""Report (cell 4 of the notebook)."""

from typing import Any

from demo.load import scaled


def report(factor: int, prices: list[Any]) -> Any:
    """Report (notebook cell 4)."""
    total = sum(scaled(p, factor=factor) for p in prices) + scaled(x=1, factor=factor)
    return total
