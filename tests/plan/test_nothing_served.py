"""Why nothing answers requests, and what would."""

from __future__ import annotations

import pytest
from notebooks import plan_for

from converter.model.settings import Settings

pytestmark = pytest.mark.fast

READ = "import pandas as pd\ndf = pd.read_csv('x.csv')"
CASES = {
    "clusters of its own rows": (
        "from sklearn.cluster import DBSCAN\ndf['group'] = DBSCAN(eps=0.5).fit(df).labels_",
        "DBSCAN says nothing of rows that it did not learn from",
        "classifier",
    ),
    "a map of its own rows": (
        "from sklearn.manifold import TSNE\nplaces = TSNE(2).fit_transform(df)",
        "TSNE says nothing of rows",
        "classifier",
    ),
    "days that follow": (
        "from statsmodels.tsa.api import Holt\nfit = Holt(df['a']).fit()\nnext_days = fit.forecast(9)",
        "'fit.forecast()' tells only what follows the rows",
        "def forecast(steps): return list(fit.forecast(steps))",
    ),
    "times that follow": (
        "from statsmodels.tsa.api import ARIMA\nfit = ARIMA(df['a']).fit()\nnext_days = fit.predict(start=9, end=20)",
        "'fit.predict()' tells only what follows the rows",
        "def forecast(steps): return list(fit.forecast(steps))",
    ),
    "a function that prints": (
        "def recommend(movie):\n    for title in df['title'][:5]:\n        print(title, movie)\nrecommend('Alien')",
        "'recommend' prints what it answers, and returns nothing",
        "return that list",
    ),
    "what holds answers": (
        "import statsmodels.formula.api as smf\nfit = smf.ols('a ~ b', df).fit()\nprint(fit.get_prediction(df).summary_frame())",
        "what 'fit.get_prediction()' returns holds answers",
        "def predict(rows): return fit.get_prediction(rows).summary_frame()",
    ),
    "no rows": (
        "import statsmodels.api as sm\nfit = sm.OLS(df['a'], df[['b']]).fit()\nfitted = fit.predict()",
        "'fit.predict()' names no rows",
        "`fit.predict(X)`",
    ),
    "a model of elsewhere": (
        "from mlflow import pyfunc\nmodel = pyfunc.load_model('m')\nanswers = model.predict(df)",
        "'model', which 'model.predict()' asks, is not fitted by a statement here",
        "write a function",
    ),
    "a model that is only tried": (
        "from sklearn.linear_model import Ridge\nfrom sklearn.model_selection import cross_val_score\n"
        "ridge = Ridge()\nprint(cross_val_score(ridge, df[['a']], df['b']))",
        "cross_val_score() fits copies of an estimator, and keeps none",
        "`ridge.fit(X, y)`, `ridge.predict(X)`",
    ),
    "one in each round": (
        "from sklearn.linear_model import Ridge\nfor a in (1, 2):\n    model = Ridge(a)\n"
        "    model.fit(df, df['y'])\n    print(abs(model.predict(df) - df['y']).max())",
        "'model.predict()' asks another estimator in each round of a loop",
        "`answers.append(model.predict(rows))`",
    ),
    "nothing at all": ("print(df.describe())", "no estimator is asked", "write a function"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_reason_is_the_notebooks_own(name):
    code, why, hint = CASES[name]
    plan = plan_for(READ, code, settings=Settings(target="service"))
    (error,) = [each for each in plan.diagnostics if each.severity == "error"]
    assert error.code == "NB803"
    assert why in error.message and hint in error.hint
    assert (error.span is None) == (name == "nothing at all")
