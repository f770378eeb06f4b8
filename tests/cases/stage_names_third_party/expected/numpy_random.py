"""numpy.random (cell 6 of the notebook)."""

from typing import Any

import numpy


def numpy_random(text: Any) -> None:
    """numpy.random (notebook cell 6)."""
    print(text, numpy.zeros(1))
