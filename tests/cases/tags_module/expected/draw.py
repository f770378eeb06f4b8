"""Draw (cell 3 of the notebook)."""

from typing import Any

from demo.shapes import Circle, text


def draw() -> Any:
    """Draw (notebook cell 3)."""
    small = Circle(1)
    print(text(small))
    return small
