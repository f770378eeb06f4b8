"""Draw (cell 3 of the notebook)."""

from typing import Any

from demo.shapes import Circle, text


def draw(*, UNIT: str) -> Any:
    """Draw (notebook cell 3)."""
    small = Circle(1)
    print(text(small, UNIT=UNIT))
    return small
