"""Setup (cell 1 of the notebook)."""


def setup() -> int:
    """Setup (notebook cell 1)."""
    a = 1
    return a
