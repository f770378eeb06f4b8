"""Rebind (cell 6 of the notebook)."""

from typing import Any

from demo import shared


def rebind(registry: dict[Any, Any], gain: Any) -> Any:
    """Rebind (notebook cell 6)."""
    gain = gain + 1
    shared.gain = gain
    print(registry["double"](4))
    return gain
