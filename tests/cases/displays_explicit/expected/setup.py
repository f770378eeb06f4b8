"""Setup (cells 2-3 of the notebook)."""


def setup() -> None:
    """Setup (notebook cells 2-3)."""
    rows = [1, 2]
    print("before")
    print("after")
    for row in rows:
        _ = (row, "and")
