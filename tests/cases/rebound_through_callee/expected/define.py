"""Define (cell 2 of the notebook)."""

from typing import Any


def describe(*, mode):
    return mode.upper()


def report(n, *, mode):
    return [describe(mode=mode)] * n


def define() -> Any:
    """Define (notebook cell 2)."""
    mode = str("slow")
    return mode
