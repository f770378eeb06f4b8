"""Report (cell 5 of the notebook)."""

from typing import Any


def scaled(x, *, TWICE):
    return x * TWICE


def report(TWICE: Any, LABEL: str, half: Any) -> None:
    """Report (notebook cell 5)."""
    print(scaled(half, TWICE=TWICE), LABEL)
