"""Use (cell 4 of the notebook)."""

from typing import Any


def use(registry: dict[Any, Any]) -> None:
    """Use (notebook cell 4)."""
    print(registry["double"](4))
