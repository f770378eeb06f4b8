"""Setup (cells 1, 3 of the notebook)."""


def setup() -> None:
    """Setup (notebook cells 1, 3)."""
    THRESHOLD = 1.5
    SEED = 3
    print(THRESHOLD * SEED)
