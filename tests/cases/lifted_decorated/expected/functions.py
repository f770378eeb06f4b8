"""twice, scaled, cached, which share scale with the stages."""

import functools
from typing import Any

scale: Any = None  # bound in cell 2


def twice(f):
    @functools.wraps(f)
    def wrapper(*args):
        return f(*args) * 2

    return wrapper


@twice
def scaled(x):
    return x * scale


@functools.lru_cache(maxsize=None)
def cached(x):
    print("computing", x)
    return x + scale
