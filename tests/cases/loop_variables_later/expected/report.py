"""Report (cell 4 of the notebook)."""

from typing import Any


def report(i: Any, name: Any, value: Any, handle: Any, lines: Any, row: Any) -> None:
    """Report (notebook cell 4)."""
    print(i, name, value, lines, row, handle.closed)
