"""Setup (cells 1-2 of the notebook)."""


def setup() -> None:
    """Setup (notebook cells 1-2)."""
    a = 1
    if a:
        b = """x
y"""
    print(a, repr(b))
