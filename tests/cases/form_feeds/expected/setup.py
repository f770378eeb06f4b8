"""Setup (cells 1-2 of the notebook)."""


def f():
    return "xy z"


def setup() -> int:
    """Setup (notebook cells 1-2)."""
    a = 1
    b = f()
    print(repr(b), len(b))
    return a
