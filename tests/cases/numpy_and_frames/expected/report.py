"""Report (cell 6 of the notebook)."""

from typing import Any

import numpy as np


def report(df: Any, limit: Any) -> tuple[Any, Any, Any]:
    """Report (notebook cell 6)."""
    matrix = df[["x"]].to_numpy() @ np.ones((1, 2))
    by_row = df.apply(lambda row: f"{row.k}{row.x > limit}", axis=1)
    shares = df["x"].map(lambda v: v / limit)
    print(df)
    print(matrix.shape, by_row.tolist(), shares.round(2).tolist())
    df.info()
    return matrix, by_row, shares
