"""Features (cell 6 of the notebook)."""

from typing import Any

import pandas as pd
from sklearn.preprocessing import StandardScaler


def clean(d, *, FEATURES):
    return d[FEATURES].fillna(0)


def features(df: pd.DataFrame, *, FEATURES: list[str]) -> tuple[StandardScaler, Any]:
    """Features (notebook cell 6)."""
    scaler = StandardScaler()
    X = scaler.fit_transform(clean(df, FEATURES=FEATURES))
    return scaler, X
