"""Define (cell 2 of the notebook)."""

from typing import Any


def stars(*args, k, **kwargs):
    return k, args, sorted(kwargs.items())


def only(a, /, b=2, *, c=3, k):
    return a + b + c + k


def bare(*, k):
    return k


def many(a, b=1, *rest, k):  # with a comment
    return a + b + sum(rest) + k


def arrow(x: int = 1, *, k) -> int:
    return x + k


def define() -> Any:
    """Define (notebook cell 2)."""
    k = sum([1, 2])
    return k
