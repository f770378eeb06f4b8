"""Define (cell 2 of the notebook)."""

from typing import Any


def define() -> tuple[list[Any], Any]:
    """Define (notebook cell 2)."""
    start = [0]

    def collect(x, into=start):
        into.append(x)
        return into

    print(collect(1))
    return start, collect
