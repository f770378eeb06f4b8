"""Define (cells 2-6 of the notebook)."""

from typing import Any


def noted(x, *, log):
    log.append(x)
    return x


def define() -> list[Any]:
    """Define (notebook cells 2-6)."""
    log = []
    noted(1, log=log)
    log.append(2)
    [noted(i, log=log) for i in (3, 4)]
    {"n": noted(5, log=log)}["n"]
    return log
