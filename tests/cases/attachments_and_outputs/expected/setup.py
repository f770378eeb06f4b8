"""Setup (cell 2 of the notebook)."""


def setup() -> int:
    """Setup (notebook cell 2)."""
    a = 1
    return a
