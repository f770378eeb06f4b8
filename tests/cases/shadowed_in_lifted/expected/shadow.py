"""Shadow (cell 4 of the notebook)."""

from demo.define import spread


def shadow() -> None:
    """Shadow (notebook cell 4)."""
    rows = [1, 2]
    id = 7
    filter = "all"
    print(id, filter, spread(rows))
