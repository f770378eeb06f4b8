"""Try (cell 11 of the notebook)."""

from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from demo.predict import predict


def try_stage(
    scaler: StandardScaler,
    model: LogisticRegression,
    *,
    FEATURES: list[str],
    THRESH: float,
) -> None:
    """Try (notebook cell 11)."""
    predict(
        [{"age": 30, "visits": 1}, {"age": 50, "visits": 8}],
        FEATURES=FEATURES,
        THRESH=THRESH,
        model=model,
        scaler=scaler,
    )
