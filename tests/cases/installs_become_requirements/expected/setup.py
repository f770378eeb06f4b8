"""Setup (cell 2 of the notebook)."""

import attr


def setup() -> None:
    """Setup (notebook cell 2)."""
    print(attr.__name__)
