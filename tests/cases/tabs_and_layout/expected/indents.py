"""Indents (cell 4 of the notebook)."""


def indents() -> int:
    """Indents (notebook cell 4)."""
    if True:
        x = [
            1,
            2,
        ]
        y = {"a": 1}
    print(x, y)
    z = 5
    return z
