"""Setup (cells 1, 3 of the notebook)."""

import math
from typing import Any


def setup(*, DATA_FILE: str, THRESHOLD: float, n_rows: int) -> Any:
    """Setup (notebook cells 1, 3)."""
    rows = [1, 2, 3]
    COUNTED = 0
    PI_ISH = math.floor(3.5)
    for r in rows[:n_rows]:
        COUNTED += r > THRESHOLD
    print(COUNTED, PI_ISH, DATA_FILE)
    return COUNTED
