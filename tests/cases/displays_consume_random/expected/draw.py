"""Draw (cells 4-5 of the notebook)."""

from typing import Any

import numpy as np


def draw() -> Any:
    """Draw (notebook cells 4-5)."""
    np.random.rand(2)
    draws = np.random.randint(0, 100, 3)
    print(draws)
    return draws
