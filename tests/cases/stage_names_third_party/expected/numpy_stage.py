"""numpy (cell 2 of the notebook)."""

import numpy


def numpy_stage() -> numpy.ndarray:
    """numpy (notebook cell 2)."""
    a = numpy.arange(3)
    return a
