"""Analyse: what the data say (cells 1-3 of the notebook)."""

from typing import Any


def analyse(*, limit: int) -> tuple[dict[Any, Any], Any]:
    """Analyse: what the data say (notebook cells 1-3)."""
    folder = "exports"
    names = []
    for i in range(limit):
        names.append(f"{folder}/{i}")
    total = len(names)
    table = {"a": 1}
    table["b"] = total
    print(names)
    rate = 0.5
    rate = total * rate
    return table, rate
