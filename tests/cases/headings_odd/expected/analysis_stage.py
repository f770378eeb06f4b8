"""!!! ??? (cell 7 of the notebook)."""

from typing import Any


def analysis_stage(b: Any) -> Any:
    """!!! ??? (notebook cell 7)."""
    c = b + 1
    return c
