"""Change (cell 5 of the notebook)."""

import os
from typing import Any


def now():
    return os.environ["DEMO_SPEED"]


def change(speed: Any, Options: Any) -> None:
    """Change (notebook cell 5)."""
    os.environ["DEMO_SPEED"] = "2"
    print(speed(2), now(), Options.SPEED)
