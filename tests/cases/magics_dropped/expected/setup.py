"""Setup (cells 1, 3 of the notebook)."""

import math
from typing import Any


def setup() -> Any:
    """Setup (notebook cells 1, 3)."""
    x = math.floor(2.5)  # %time is only a comment here
    text = "%matplotlib inline"
    long = """
%time not a magic
!echo neither
"""
    rest = 10 % 4
    value = x != 3
    if x:
        y = x % 2
    print(text, long, rest, value, y)
    return value
