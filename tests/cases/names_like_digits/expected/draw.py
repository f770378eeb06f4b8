"""Draw (cell 3 of the notebook)."""

import random
from typing import Any


def draw(l: Any, *, I: int) -> list[Any]:
    """Draw (notebook cell 3)."""
    random.seed(I)
    O = [l * random.random() for _ in range(I)]
    return O
