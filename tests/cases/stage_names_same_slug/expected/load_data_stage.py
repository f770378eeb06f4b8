"""Load Data! (cell 4 of the notebook)."""

from typing import Any


def load_data_stage(a: int) -> Any:
    """Load Data! (notebook cell 4)."""
    b = a + 1
    return b
