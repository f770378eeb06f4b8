"""A frame of which a served function reads only the columns is no artifact: its columns are."""

from __future__ import annotations

import pytest
from notebooks import flow_of, plan_for

from converter.model.settings import Settings
from converter.rewrite.serving.only_columns import only_columns

pytestmark = pytest.mark.fast
HEAD = "import pandas as pd\nfrom sklearn.linear_model import Ridge\ndf = pd.read_csv('x.csv')"
FIT = "X = df.drop(columns='y')\nmodel = Ridge().fit(X, df['y'])"
PREDICT = "def predict(row):\n    return model.predict(pd.DataFrame([row], columns=X.columns))[0]\nprint(predict([1]))"


def written(*cells: str) -> str:
    return "\n".join(cell.code for cell in only_columns(flow_of(*cells)).cells)


def test_only_its_columns_are_kept() -> None:
    plan = plan_for(HEAD, FIT, PREDICT, settings=Settings(target="service"))
    assert plan.split is not None
    assert plan.split.artifacts == ("X_columns", "model")
    assert "columns=X_columns" in written(HEAD, FIT, PREDICT)


@pytest.mark.parametrize(
    ("fit", "predict"),
    [
        (FIT, "def frame(row):\n    return pd.DataFrame([row], columns=list(X.columns))\n"
              "def predict(row):\n    return model.predict(frame(row))[0]\nprint(predict([1]))"),
        (FIT.replace("X = df", "X_columns = 1\nX = df"), PREDICT),
        (FIT + "\nX['z'] = 1", PREDICT),
    ],
)  # fmt: skip
def test_in_functions_that_it_calls_and_once_it_is_complete(fit: str, predict: str) -> None:
    text = written(HEAD, fit, predict)
    assert "X.columns" not in text.split("def ", 1)[1]
    kept = next(line for line in text.split("\n") if line.endswith("= X.columns"))
    assert text.index(fit.split("\n")[-1 if "['z']" in fit else -2]) < text.index(kept)


@pytest.mark.parametrize(
    ("fit", "predict"),
    [
        (FIT, PREDICT.replace("[0]\n", "[0] + X['a'].mean()\n")),  # its rows are read, too
        (FIT, PREDICT + "\nX['z'] = 1"),  # changed after a call
        (FIT + "\nX = X.copy()", PREDICT),  # bound again
        (FIT, "def predict(row, X=X):\n    return model.predict(row[X.columns])[0]\nprint(predict(df))"),
        (FIT, PREDICT.replace("predict(row)", "shape(row)").replace("model.predict", "len")),  # asks nothing
        (FIT, PREDICT.replace("\nprint(predict([1]))", "")),  # not called: `X` may have no columns
    ],
)  # fmt: skip
def test_other_frames_stay(fit: str, predict: str) -> None:
    assert "X_columns" not in written(HEAD, fit, predict)
