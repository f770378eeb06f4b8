"""Setup (cells 1-2 of the notebook)."""


def f():
    return "xy z"


def setup() -> None:
    """Setup (notebook cells 1-2)."""
    b = f()
    print(repr(b), len(b))
