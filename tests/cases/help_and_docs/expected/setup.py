"""Setup (cell 2 of the notebook)."""

import math


def setup() -> None:
    """Setup (notebook cell 2)."""
    print(math.floor(2.5))
