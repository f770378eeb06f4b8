"""Define (cell 2 of the notebook)."""

from typing import Any

from demo import shared
from demo.shared import loud


def define() -> tuple[Any, Any]:
    """Define (notebook cell 2)."""
    prefix = "-" * 2
    shared.prefix = prefix

    @loud
    def add(a, b):
        return a + b

    return prefix, add
