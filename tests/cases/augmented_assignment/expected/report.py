"""Report (cell 6 of the notebook)."""

from typing import Any


def report(total: Any, items: Any, alias: Any) -> None:
    """Report (notebook cell 6)."""
    print(total, items, alias, alias is items)
