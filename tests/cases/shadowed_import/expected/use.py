"""Use (cell 4 of the notebook)."""

import math
from typing import Any


def use(date_: Any) -> Any:
    """Use (notebook cell 4)."""
    math_ = math.floor(2.5)
    print(math_, date_.month)
    return math_
