"""Report (cell 4 of the notebook)."""

from typing import Any


def report(scores: list[Any], kind: Any, fitted: Any, last: Any) -> None:
    """Report (notebook cell 4)."""
    if scores[0] > 2:
        print(fitted)
    print(kind, last)
