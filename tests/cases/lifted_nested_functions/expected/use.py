"""Use (cell 4 of the notebook)."""

from typing import Any

from demo.define import make


def use(limit: int) -> list[Any]:
    """Use (notebook cell 4)."""
    values = [make(n, limit=limit) for n in range(4)]
    return values
