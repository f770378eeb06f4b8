"""Report (cell 6 of the notebook)."""

from typing import Any


def report(seen: list[Any]) -> None:
    """Report (notebook cell 6)."""
    print(len(seen), seen)
