"""Load / Report (cells 2, 4 of the notebook)."""

from typing import Optional


def load() -> None:
    """Load / Report (notebook cells 2, 4)."""
    count: int = len("abc")
    name: Optional[str] = None
    if count > 2:
        later = 0.5
    pair: "tuple[int, int]" = (1, 2)
    print(count, name, later, pair)
