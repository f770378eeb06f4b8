"""predict of the notebook."""

import pandas as pd

from demo.features import clean


def predict(rows, *, FEATURES, THRESH, model, scaler):
    p = model.predict_proba(
        scaler.transform(clean(pd.DataFrame(rows), FEATURES=FEATURES))
    )[:, 1]
    return [{"p": round(float(x), 4), "churn": bool(x > THRESH)} for x in p]
