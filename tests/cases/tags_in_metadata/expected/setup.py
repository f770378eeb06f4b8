"""Setup (cell 3 of the notebook)."""


def setup(*, K: int) -> None:
    """Setup (notebook cell 3)."""
    print(K * 2)
