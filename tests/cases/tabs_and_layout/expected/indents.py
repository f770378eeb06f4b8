"""Indents (cell 4 of the notebook)."""


def indents() -> None:
    """Indents (notebook cell 4)."""
    if True:
        x = [
            1,
            2,
        ]
        y = {"a": 1}
    print(x, y)
