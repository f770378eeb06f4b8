"""Analyse: what the data say (cell 3 of the notebook)."""

from typing import Any


def analyse(
    rows: list[Any],
    COUNTED: Any,
    PI_ISH: Any,
    *,
    DATA_FILE: str,
    THRESHOLD: float,
    n_rows: int,
) -> Any:
    """Analyse: what the data say (notebook cell 3)."""
    for r in rows[:n_rows]:
        COUNTED += r > THRESHOLD
    print(COUNTED, PI_ISH, DATA_FILE)
    return COUNTED
