"""Use (cell 4 of the notebook)."""

from typing import Any

import pandas as pd

from demo.define import narrow, within


def use(df: pd.DataFrame, low: int, high: int, both: Any) -> None:
    """Use (notebook cell 4)."""
    template = "x >= @{} and y < @high"
    print(
        len(df.query(both)),
        len(df.query(template.format("low"))),
        len(narrow(df, both=both, high=high, low=low)),
    )
    print(
        df.eval(f"z = x * @low + {high}").z.tolist(),
        len(within(df, "y < 2", high=high, low=low)),
    )
