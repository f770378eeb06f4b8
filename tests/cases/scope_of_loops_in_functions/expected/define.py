"""Define (cell 2 of the notebook)."""

from typing import Any


def define() -> tuple[int, dict[Any, Any], Any, Any]:
    """Define (notebook cell 2)."""
    scale = int("2")
    handlers = {}
    for name in ["a", "b"]:

        def handler(x, name=name):
            return f"{name}{x * scale}"

        handlers[name] = handler
    if scale > 1:

        def pick(xs):
            return xs[:scale]

    else:

        def pick(xs):
            return xs

    return scale, handlers, name, pick
