"""Use (cell 4 of the notebook)."""

import functools
from typing import Any

import pandas as pd

from demo.load import row_text, trimmed
from demo.shared import moved


def use(df: pd.DataFrame, shift: int) -> tuple[Any, Any]:
    """Use (notebook cell 4)."""
    df["b"] = df["a"].apply(moved)
    df["c"] = df["a"].apply(moved, by=2)
    df["d"] = df.apply(functools.partial(row_text, shift=shift), axis=1)
    df["e"] = df["a"].map(moved)
    small = df.pipe(functools.partial(trimmed, shift=shift), 1).assign(
        f=lambda d: moved(d["a"])
    )
    means = (
        df.groupby("g")["a"].agg([moved, "mean"])
        if False
        else df.groupby("g")["a"].transform(moved)
    )
    print(df)
    print(small, means.tolist())
    return small, means
