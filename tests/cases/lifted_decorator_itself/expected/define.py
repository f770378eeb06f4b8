"""Define (cell 2 of the notebook)."""

from typing import Any


def define() -> tuple[Any, Any]:
    """Define (notebook cell 2)."""
    prefix = "-" * 2

    def loud(f):
        def wrapper(*args):
            print(prefix, f.__name__)
            return f(*args)

        return wrapper

    @loud
    def add(a, b):
        return a + b

    return prefix, add
