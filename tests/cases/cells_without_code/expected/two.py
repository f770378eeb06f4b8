"""Two (cell 12 of the notebook)."""


def two(x: int) -> None:
    """Two (notebook cell 12)."""
    print(x)
