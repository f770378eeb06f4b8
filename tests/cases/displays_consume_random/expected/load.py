"""Load (cell 2 of the notebook)."""

import numpy as np
import pandas as pd


def load() -> pd.DataFrame:
    """Load (notebook cell 2)."""
    np.random.seed(3)
    df = pd.DataFrame({"a": range(10)})
    df.sample(5)
    return df
