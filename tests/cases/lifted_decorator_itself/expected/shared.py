"""loud, which shares prefix with the stages."""

from typing import Any

prefix: Any = None  # bound in cell 2


def loud(f):
    def wrapper(*args):
        print(prefix, f.__name__)
        return f(*args)

    return wrapper
