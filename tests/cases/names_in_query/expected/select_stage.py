"""Select (cell 4 of the notebook)."""

from typing import Any

import pandas as pd


def select_stage(
    df: pd.DataFrame, least: int, factor: int
) -> tuple[pd.DataFrame, Any, Any]:
    """Select (notebook cell 4)."""
    chosen = df.query("a >= @least and b < @factor")
    scaled = df.eval("c = a * @factor")
    whole = pd.eval("least + factor")
    print(chosen)
    print(scaled)
    print(whole)
    return chosen, scaled, whole
