"""Report (cell 4 of the notebook)."""

from typing import Any


def report(value: Any, message: Any, done: Any) -> None:
    """Report (notebook cell 4)."""
    print(value, message, done)
