"""Load (cell 2 of the notebook)."""

import pandas as pd


def load() -> tuple[pd.DataFrame, int, int]:
    """Load (notebook cell 2)."""
    df = pd.DataFrame({"a": [1, 2, 3], "b": [3, 2, 1]})
    least = int("2")
    factor = 10
    return df, least, factor
