"""Layout (cell 2 of the notebook)."""

from typing import Any


def f(x):
    if x:
        return "tab"
    return "none"


class Empty:
    pass


def layout() -> Any:
    """Layout (notebook cell 2)."""
    a = 1
    b = 2
    print(a)
    c = a + b
    if a:
        d = 3
        e = 4
    for i in range(2):
        print(i)
        print(-i)
    print(f(1), f(0), c, d, e, Empty.__name__)
    return c
