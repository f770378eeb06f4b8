"""Use (cell 4 of the notebook)."""

import math
from typing import Any


def use(width: int, area: Any) -> None:
    """Use (notebook cell 4)."""
    print(eval("width + 1"))
    print(eval("math.sqrt(width)"))
    print(eval("area(2)"))
