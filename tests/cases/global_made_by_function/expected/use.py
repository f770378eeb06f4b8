"""Use (cell 4 of the notebook)."""

from typing import Any

from demo import shared


def use() -> Any:
    """Use (notebook cell 4)."""
    print(shared.settings_made["a"])
    total = sum(shared.settings_made.values())
    return total
