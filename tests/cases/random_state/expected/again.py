"""Again (cell 6 of the notebook)."""

import random
from typing import Any

from demo.draw import drawn


def again(first: Any) -> Any:
    """Again (notebook cell 6)."""
    random.shuffle(order := list(range(5)))
    print(order, first, drawn(1))
    return order
