"""Change (cells 7-9 of the notebook)."""

import pandas as pd


def change(df: pd.DataFrame) -> None:
    """Change (notebook cells 7-9)."""
    y = df.pop("y")
    df.pop("a").sum()
    stream = iter([1, 2, 3])
    next(stream)
    print(list(df.columns), y.tolist(), list(stream))
