"""Seed (cell 2 of the notebook)."""

import random
from typing import Any


def seed() -> Any:
    """Seed (notebook cell 2)."""
    random.seed(1)
    first = random.random()
    return first
