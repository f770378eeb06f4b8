"""Roots stage (cell 4 of the notebook)."""

import math
from typing import Any


def roots_stage(extra: Any) -> tuple[list[Any], Any]:
    """Roots stage (notebook cell 4)."""
    roots = [math.sqrt(r) for r in extra]
    total = sum(roots)
    return roots, total
