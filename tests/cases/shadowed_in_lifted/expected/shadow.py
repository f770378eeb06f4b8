"""Shadow (cell 4 of the notebook)."""

from typing import Any

from demo.define import spread


def shadow() -> tuple[list[Any], int, str]:
    """Shadow (notebook cell 4)."""
    rows = [1, 2]
    id = 7
    filter = "all"
    print(id, filter, spread(rows))
    return rows, id, filter
