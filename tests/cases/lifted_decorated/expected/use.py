"""Use (cell 4 of the notebook)."""

from typing import Any


def use(scaled: Any, cached: Any) -> None:
    """Use (notebook cell 4)."""
    print(scaled(2), scaled.__name__)
    print(cached(1), cached(1), cached(2))
