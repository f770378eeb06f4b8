"""Report (cell 8 of the notebook)."""

from typing import Any


def report(log: list[Any]) -> None:
    """Report (notebook cell 8)."""
    print(log)
