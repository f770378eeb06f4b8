"""Weight, which shares unit with the stages."""

from typing import Any

unit: Any = None  # bound in cell 2


class Weight:
    """A weight."""

    def __init__(self, value):
        self.value = value

    def text(self):
        return f"{self.value} {unit}"

    def __add__(self, other):
        return Weight(self.value + other.value)
