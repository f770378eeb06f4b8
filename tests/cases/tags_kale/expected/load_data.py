"""Load data (cells 4-5 of the notebook)."""

import math
from typing import Any


def load_data() -> Any:
    """Load data (notebook cells 4-5)."""
    x = math.floor(3.7)
    y = x + 1
    return y
