"""Filter (cell 6 of the notebook)."""

import pandas as pd


def above(frame, column, *, least):
    return frame.query(f"{column} > @least")


def filter_stage(df: pd.DataFrame, least: int) -> None:
    """Filter (notebook cell 6)."""
    print(above(df, "a", least=least))
