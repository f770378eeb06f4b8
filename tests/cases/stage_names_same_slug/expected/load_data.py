"""Load data (cell 2 of the notebook)."""


def load_data() -> int:
    """Load data (notebook cell 2)."""
    a = len("a")
    return a
