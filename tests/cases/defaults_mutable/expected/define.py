"""Define (cell 2 of the notebook)."""

from typing import Any


def collect(x, into):
    into.append(x)
    return into


def define() -> list[Any]:
    """Define (notebook cell 2)."""
    start = [0]
    print(collect(1, into=start))
    return start
