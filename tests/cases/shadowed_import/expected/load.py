"""Load (cell 2 of the notebook)."""

from datetime import date
from typing import Any


def load() -> Any:
    """Load (notebook cell 2)."""
    date_ = date(2024, 5, 17)
    print(date_.year)
    return date_
