"""Setup (cells 5, 10-11 of the notebook)."""


def f():
    "Not shown."


def setup() -> None:
    """Setup (notebook cells 5, 10-11)."""
    x = [1]
    if x:
        x
    print("no value")
