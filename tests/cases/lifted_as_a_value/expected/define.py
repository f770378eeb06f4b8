"""Define (cell 2 of the notebook)."""

from typing import Any


def applied(f, xs):
    return [f(x) for x in xs]


def define() -> tuple[int, Any]:
    """Define (notebook cell 2)."""
    offset = len("abc")

    def shifted(x):
        return x + offset

    return offset, shifted
