"""Report (cell 4 of the notebook)."""

from typing import Any


def report(
    head: Any, tail: Any, a: Any, b: Any, c: Any, _rest: Any, x: Any, y: Any
) -> tuple[Any, Any, Any]:
    """Report (notebook cell 4)."""
    print(head, tail, a, b, c, _rest, x is y, x)
    first, second = second_first = tail
    print(first, second, second_first)
    return first, second, second_first
