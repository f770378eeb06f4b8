"""Load (cell 2 of the notebook)."""

from typing import Any

import numpy as np
import pandas as pd


def load() -> tuple[Any, Any]:
    """Load (notebook cell 2)."""
    df = pd.DataFrame(
        {
            "day": pd.date_range("2024-01-01", periods=4),
            "x": [1.5, np.nan, 3, 4],
            "k": list("abab"),
        }
    )
    limit = df["x"].mean()
    return df, limit
