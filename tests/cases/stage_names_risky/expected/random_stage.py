"""random (cell 10 of the notebook)."""

import random
from typing import Any


def random_stage(c: Any) -> Any:
    """random (notebook cell 10)."""
    d = random.Random(c).random()
    return d
