"""Report (cell 6 of the notebook)."""

from typing import Any


def report(label: Any, found: Any) -> None:
    """Report (notebook cell 6)."""
    print(label, found)
