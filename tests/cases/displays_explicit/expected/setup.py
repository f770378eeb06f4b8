"""Setup (cell 2 of the notebook)."""


def setup() -> None:
    """Setup (notebook cell 2)."""
    print("before")
    print("after")
