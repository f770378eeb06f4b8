"""Two (cell 6 of the notebook)."""

from typing import Any

from demo.define import report


def two(mode: Any) -> Any:
    """Two (notebook cell 6)."""
    mode = mode + "!"
    print(report(1, mode=mode), mode)
    return mode
