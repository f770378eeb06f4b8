"""Make / Use / Rebind (cells 2, 4, 6 of the notebook)."""

from typing import Any


def make() -> Any:
    """Make / Use / Rebind (notebook cells 2, 4, 6)."""
    registry = {}
    gain = int("2")

    def register(name):
        def handler(x):
            return x * gain

        registry[name] = handler

    register("double")
    print(registry["double"](4))
    gain = gain + 1
    print(registry["double"](4))
    return gain
