"""Setup (cells 3, 5 of the notebook)."""

from demo.core import doubled


def setup() -> None:
    """Setup (notebook cells 3, 5)."""
    base = 3
    print(doubled(base))
