"""Define (cell 2 of the notebook)."""

import functools
from typing import Any


def twice(f):
    @functools.wraps(f)
    def wrapper(*args):
        return f(*args) * 2

    return wrapper


def define() -> tuple[int, Any, Any]:
    """Define (notebook cell 2)."""
    scale = len("xyz")

    @twice
    def scaled(x):
        return x * scale

    @functools.lru_cache(maxsize=None)
    def cached(x):
        print("computing", x)
        return x + scale

    return scale, scaled, cached
