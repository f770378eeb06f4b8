"""Define (cell 2 of the notebook)."""

from typing import Any


def define() -> tuple[Any, Any]:
    """Define (notebook cell 2)."""
    unit = "k" + "g"

    class Weight:
        """A weight."""

        def __init__(self, value):
            self.value = value

        def text(self):
            return f"{self.value} {unit}"

        def __add__(self, other):
            return Weight(self.value + other.value)

    return unit, Weight
