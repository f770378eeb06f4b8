"""Use (cell 4 of the notebook)."""

import math

from demo.shared import area


def use(width: int) -> None:
    """Use (notebook cell 4)."""
    print(eval("width + 1"))
    print(eval("math.sqrt(width)"))
    print(eval("area(2)"))
