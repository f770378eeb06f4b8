"""Use (cell 4 of the notebook)."""

from typing import Any

from demo.define import Base, Child


def use() -> Any:
    """Use (notebook cell 4)."""
    child = Child.made()
    print(child.first(), child.count(), child.last, isinstance(child, Base))
    return child
