"""Make (cell 2 of the notebook)."""

from typing import Any

from demo import shared
from demo.shared import register


def make() -> tuple[dict[Any, Any], Any]:
    """Make (notebook cell 2)."""
    registry = {}
    shared.registry = registry
    gain = int("2")
    shared.gain = gain
    register("double")
    return registry, gain
