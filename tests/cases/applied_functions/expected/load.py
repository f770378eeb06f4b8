"""Load (cell 2 of the notebook)."""

import pandas as pd

from demo import shared


def row_text(row, *, shift):
    return f"{row['a']}-{shift}"


def trimmed(frame, n, *, shift):
    return frame[frame["a"] < n + shift]


def load() -> tuple[pd.DataFrame, int]:
    """Load (notebook cell 2)."""
    df = pd.DataFrame({"a": [1, 2, 3], "g": list("xxy")})
    shift = int("10")
    shared.shift = shift
    return df, shift
