"""Setup (cells 1, 3 of the notebook)."""

from typing import Any


def setup() -> tuple[list[Any], dict[Any, Any]]:
    """Setup (notebook cells 1, 3)."""
    kept = [1, 2]
    also = {"a": 1}
    last = len(kept)
    print(last)
    return kept, also
