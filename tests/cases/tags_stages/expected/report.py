"""Report: figures and tables (cell 5 of the notebook)."""

from typing import Any


def report(roots: list[Any], total: Any) -> None:
    """Report: figures and tables (notebook cell 5)."""
    print(roots, total)
