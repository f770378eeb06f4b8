"""Use (cell 4 of the notebook)."""

from typing import Any


def use(handlers: dict[Any, Any], name: Any, pick: Any) -> None:
    """Use (notebook cell 4)."""
    print([f(3) for f in handlers.values()], pick([1, 2, 3]), name)
