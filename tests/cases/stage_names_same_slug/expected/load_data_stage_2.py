"""load-data (cell 6 of the notebook)."""

from typing import Any


def load_data_stage_2(a: int, b: Any) -> None:
    """load-data (notebook cell 6)."""
    print(a, b)
