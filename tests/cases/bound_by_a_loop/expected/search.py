"""Search (cell 2 of the notebook)."""

from typing import Any


def search() -> tuple[list[Any], Any, Any, Any]:
    """Search (notebook cell 2)."""
    scores = [3, 4]
    for kind in ("linear", "forest"):
        fitted = f"{kind} model"
    for score in scores:
        last = score
    return scores, kind, fitted, last
