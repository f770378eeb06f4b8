"""Define (cell 2 of the notebook)."""

from typing import Any

import pandas as pd


def within(frame, text, *, high, low):
    return frame.query(text)


def narrow(frame, *, both, high, low):
    return frame.query(both)


def define() -> tuple[pd.DataFrame, int, int, Any]:
    """Define (notebook cell 2)."""
    df = pd.DataFrame({"x": [1, 2, 3], "y": [3, 2, 1]})
    low, high = len("a"), len("abc")
    rule = "x > @low"
    both = rule + " and x < @high"
    return df, low, high, both
