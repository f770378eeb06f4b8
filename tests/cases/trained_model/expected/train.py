"""Train (cell 8 of the notebook)."""

from typing import Any

import pandas as pd
from sklearn.linear_model import LogisticRegression


def train(df: pd.DataFrame, X: Any) -> tuple[LogisticRegression, Any]:
    """Train (notebook cell 8)."""
    model = LogisticRegression()
    model.fit(X, df["churn"])
    accuracy = model.score(X, df["churn"])
    print(f"accuracy {accuracy:.3f}")
    return model, accuracy
