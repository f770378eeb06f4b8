"""📊 🚀 (cell 3 of the notebook)."""


def setup() -> int:
    """📊 🚀 (notebook cell 3)."""
    a = len("a")
    return a
