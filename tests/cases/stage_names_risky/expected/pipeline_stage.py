"""Pipeline (cell 12 of the notebook)."""

from typing import Any


def pipeline_stage(d: Any) -> list[Any]:
    """Pipeline (notebook cell 12)."""
    e = [d]
    return e
