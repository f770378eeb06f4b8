"""Prepare (cell 2 of the notebook)."""

from typing import Any


def inner(x, *, base):
    return x + base


def outer(x, *, base):
    return inner(x, base=base) * 2


def outermost(x, *, base):
    return outer(x, base=base) - 1


def prepare() -> Any:
    """Prepare (notebook cell 2)."""
    base = sum([1, 2])
    print(outermost(1, base=base))
    return base
