"""Define (cell 2 of the notebook)."""

from typing import Any

from demo import shared


def define() -> Any:
    """Define (notebook cell 2)."""
    unit = "k" + "g"
    shared.unit = unit
    return unit
