"""Setup (cell 2 of the notebook)."""


def setup() -> int:
    """Setup (notebook cell 2)."""
    a = 1
    print("x")
    return a
