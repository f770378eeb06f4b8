"""Load (cell 4 of the notebook)."""

import numpy as np
import pandas as pd


def load(*, SEED: int) -> pd.DataFrame:
    """Load (notebook cell 4)."""
    rng = np.random.default_rng(SEED)
    df = pd.DataFrame(
        {"age": rng.integers(20, 60, 40), "visits": rng.integers(0, 9, 40)}
    )
    df["churn"] = (df["visits"] < 4).astype(int)
    return df
