"""Define (cell 2 of the notebook)."""

from math import pi, pow
from string import digits
from typing import Any


def area(r, *, e):
    return pi * r**2 + e


def define() -> Any:
    """Define (notebook cell 2)."""
    from math import e

    print(pow(2, 3), digits)
    return e
