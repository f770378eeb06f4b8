"""Setup (cells 1-3, 5 of the notebook)."""


def setup(*, a: int, c: float) -> None:
    """Setup (notebook cells 1-3, 5)."""
    b = "x"
    print(a)
    b = "y"
    print(a, b, c)
