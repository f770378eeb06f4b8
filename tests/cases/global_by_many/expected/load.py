"""Load (cell 2 of the notebook)."""

import pandas as pd

from demo import functions as shared


def load() -> None:
    """Load (notebook cell 2)."""
    shared.table = pd.DataFrame(
        {"name": ["Mr A", "Mrs B", "Mr C"], "fare": [1.0, 2.0, None]}
    )
