"""Use (cell 4 of the notebook)."""

from typing import Any

from demo.define import add


def use() -> Any:
    """Use (notebook cell 4)."""
    total = add(1, 2)
    print(total)
    return total
