"""Bind (cell 4 of the notebook)."""


def bind() -> int:
    """Bind (notebook cell 4)."""
    later_rate = len("abc")
    return later_rate
