"""One (cell 4 of the notebook)."""

from typing import Any

from demo.define import report


def one(mode: Any) -> Any:
    """One (notebook cell 4)."""
    print(report(1, mode=mode))
    mode = "fast" + mode[:1]
    print(report(2, mode=mode))
    return mode
