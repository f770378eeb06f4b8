"""What compiling would gain, told from the code alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from converter.model.settings import Settings
from converter.pipeline import plan_of
from converter.plan import gains

pytestmark = pytest.mark.fast
all_estimators = pytest.importorskip("sklearn.utils").all_estimators
TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "service" / "src" / "serving"
HEAD = """# %%
import pandas as pd
import lightgbm as lgb
import torch.nn as nn
from lightgbm import LGBMRegressor as Light
from sklearn.compose import ColumnTransformer, make_column_transformer
from sklearn.ensemble import GradientBoostingRegressor, RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression as Logistic, Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, PolynomialFeatures, StandardScaler
from sklearn.svm import SVC
# %%
df = pd.read_csv("x.csv")
X, y = df[["a", "b"]], df["y"]
"""
PREDICT = "\n# %%\ndef predict(rows):\n    return model.predict(pd.DataFrame(rows))\npredict(X)\n"


@pytest.fixture
def gain(tmp_path):
    """What is told of `model`, which `code` binds."""

    def told(code):
        path = tmp_path / "nb.py"
        path.write_text(HEAD + code + PREDICT)
        plan = plan_of(str(path), Settings(target="service"))
        assert plan.split is not None, plan.diagnostics
        return next(each for each in plan.split.gains if each.name == "model")

    return told


@pytest.mark.parametrize(
    ("code", "form", "made_of"),
    [
        ("model = Logistic().fit(X, y)", "direct", "LogisticRegression"),
        ("model = Ridge(alpha=2)\nmodel.fit(X, y)", "direct", "Ridge"),
        ("a = RandomForestClassifier()\nmodel = a.fit(X, y)", "leaves", "RandomForestClassifier"),
        ("model = make_pipeline(StandardScaler(), Ridge()).fit(X, y)", "direct", None),
        (
            "model = Pipeline([('s', StandardScaler()), ('m', RandomForestClassifier())]).fit(X, y)",
            "leaves",
            "Pipeline(StandardScaler, RandomForestClassifier)",
        ),
        (
            "c = make_column_transformer((OneHotEncoder(), ['a']), ('passthrough', ['b']))\n"
            "model = make_pipeline(c, Ridge()).fit(X, y)",
            "direct",
            "make_pipeline(make_column_transformer(OneHotEncoder), Ridge)",
        ),
        (
            "parts = [('a', OneHotEncoder(), ['a']), ('b', make_pipeline(StandardScaler()), ['b'])]\n"
            "model = Pipeline(steps=[('c', ColumnTransformer(parts)), ('m', Ridge())]).fit(X, y)",
            "direct",
            None,
        ),
        ("model = make_pipeline(PolynomialFeatures(), Ridge()).fit(X, y)", "tried", None),
        ("model = make_pipeline(OneHotEncoder(), Ridge()).fit(X, y)", "tried", None),
        ("model = SVC().fit(X, y)", "tried", "SVC"),
        ("model = Light().fit(X, y)", "tried", "LGBMRegressor"),
        ("model = lgb.LGBMClassifier().fit(X, y)", "tried", "LGBMClassifier"),
        ("model = GradientBoostingRegressor(init=Ridge()).fit(X, y)", "tried", None),
        ("model = GridSearchCV(Ridge(), {'alpha': [1]}).fit(X, y)", "tried", "GridSearchCV(Ridge)"),
        (
            "s = GridSearchCV(Ridge(), {'alpha': [1]}).fit(X, y)\nmodel = s.best_estimator_",
            "direct",
            "Ridge",
        ),
        ("model = make_pipeline(TfidfVectorizer(), MultinomialNB()).fit(X, y)", "none", None),
        ("model = nn.Linear(2, 1)", "none", "Linear"),
        ("both = {1: Ridge().fit(X, y), 2: Ridge().fit(X, y)}\nmodel = both[1]", "unknown", ""),
    ],
)  # fmt: skip
def test_the_form_follows_from_the_class(gain, code, form, made_of):
    told = gain(code)
    assert told.form == form, told
    assert told.why
    if made_of is not None:
        assert told.made_of == made_of


def test_the_reason_names_what_has_no_form(gain):
    told = gain("model = make_pipeline(StandardScaler(), PolynomialFeatures(), Ridge()).fit(X, y)")
    assert told.why.startswith("PolynomialFeatures has no direct form")


def test_a_class_has_a_form_where_the_templates_have_one():
    """Every class that scikit-learn has is in our tables if the generated code names it, and only then."""
    text = "\n".join(path.read_text() for path in sorted(TEMPLATES.glob("direct*.jinja")))
    named = set(text.replace('"', " ").replace("{", " ").split())
    known = gains.LINEAR | gains.TREES | gains.SCALERS | gains.BAYES | gains.OF_COLUMNS
    theirs = {name for name, _ in all_estimators()} - gains.BY_COLUMNS - gains.PIPELINES
    assert known <= theirs
    assert {name for name in theirs if name in named or f"{name}:" in named} == known
