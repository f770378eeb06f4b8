"""Prepare: what the rest starts from (cell 1 of the notebook)."""

import math
from typing import Any


def prepare() -> tuple[list[Any], Any, Any]:
    """Prepare: what the rest starts from (notebook cell 1)."""
    rows = [1, 2, 3]
    COUNTED = 0
    PI_ISH = math.floor(3.5)
    return rows, COUNTED, PI_ISH
