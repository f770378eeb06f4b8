"""Load (cell 2 of the notebook)."""

from typing import Any

import pandas as pd


def row_text(row, *, shift):
    return f"{row['a']}-{shift}"


def trimmed(frame, n, *, shift):
    return frame[frame["a"] < n + shift]


def load() -> tuple[pd.DataFrame, int, Any]:
    """Load (notebook cell 2)."""
    df = pd.DataFrame({"a": [1, 2, 3], "g": list("xxy")})
    shift = int("10")

    def moved(v, by=1):
        return v + shift * by

    return df, shift, moved
