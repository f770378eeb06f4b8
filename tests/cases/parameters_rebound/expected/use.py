"""Use (cell 3 of the notebook)."""

from typing import Any


def use(depth: Any, names: Any) -> Any:
    """Use (notebook cell 3)."""
    depth += 1
    names.append("b")
    print(depth, names)
    return depth
