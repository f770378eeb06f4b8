"""Compare (cell 4 of the notebook)."""

from typing import Any

from demo.shapes import area


def compare(small: Any) -> None:
    """Compare (notebook cell 4)."""
    print(area(2) > small.area())
