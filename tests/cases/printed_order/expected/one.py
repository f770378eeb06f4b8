"""One (cell 2 of the notebook)."""

import sys
from typing import Any


def step(n):
    print("step", n, end=";")
    return n


def one() -> Any:
    """One (notebook cell 2)."""
    a = step(1)
    print()
    sys.stdout.write("written\n")
    return a
