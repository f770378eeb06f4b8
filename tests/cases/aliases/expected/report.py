"""Report (cell 6 of the notebook)."""

from typing import Any


def report(a: list[Any], b: Any, c: dict[Any, Any]) -> None:
    """Report (notebook cell 6)."""
    print(a, a is b, c["a"] is a)
