"""''' (cell 4 of the notebook)."""


def analysis(a: int) -> None:
    """''' (notebook cell 4)."""
    print(a)
