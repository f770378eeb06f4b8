"""Use (cell 4 of the notebook)."""

from typing import Any


def use(Base: Any, Child: Any) -> Any:
    """Use (notebook cell 4)."""
    child = Child.made()
    print(child.first(), child.count(), child.last, isinstance(child, Base))
    return child
