"""Load (cell 2 of the notebook)."""

import pandas as pd


def load() -> pd.DataFrame:
    """Load (notebook cell 2)."""
    df = pd.DataFrame({"a": range(8), "y": [0, 1] * 4})
    return df
