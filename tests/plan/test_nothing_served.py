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
        "from statsmodels.tsa.api import Holt\nfit = Holt(df['a']).fit()\nnext_days = fit.forecast('2026-03-01')",
        "'fit.forecast()' tells only what follows the rows",
        "def forecast(steps): return list(fit.forecast(steps))",
    ),
    "times that follow": (
        "from statsmodels.tsa.api import ARIMA\nfit = ARIMA(df['a']).fit()\nnext_days = fit.predict(start='2026-03-01', end='2026-04-01')",
        "'fit.predict()' tells only what follows the rows",
        "def forecast(steps): return list(fit.forecast(steps))",
    ),
    "periods that follow, by pmdarima": (
        "import pmdarima as pm\nfit = pm.auto_arima(df['a'])\nnext_days = fit.predict(n_periods=9, X=df[['b']][:9])",
        "'fit.predict()' tells only what follows the rows",
        "def forecast(steps): return list(fit.predict(n_periods=steps))",
    ),
    "a horizon, by arch": (
        "from arch import arch_model\nfit = arch_model(df['a']).fit()\nprint(fit.forecast(start='2026-01-01').variance)",
        "'fit.forecast()' tells only what follows the rows",
        "def forecast(steps): return fit.forecast(horizon=steps).mean.iloc[-1].tolist()",
    ),
    "a horizon with a name, by sktime": (
        "from sktime.forecasting.naive import NaiveForecaster\nfit = NaiveForecaster()\nfit.fit(df['a'])\n"
        "fh = [1, 2]\nprint(fit.predict(fh))",
        "'fit.predict()' tells only what follows the rows",
        "def forecast(steps): return fit.predict(fh=list(range(1, steps + 1))).values.tolist()",
    ),
    "a horizon that was learned for": (
        "from sktime.forecasting.naive import NaiveForecaster\nfit = NaiveForecaster()\nfit.fit(df['a'], fh=[1, 2])\n"
        "print(fit.predict())",
        "'fit.predict()' tells only what follows the rows",
        "fit.predict(fh=list(range(1, steps + 1)))",
    ),
    "times by their numbers": (
        "from statsmodels.tsa.api import AutoReg\nfit = AutoReg(df['a'], 1).fit()\nprint(fit.predict(200, 211, exog_oos=df[['b']]))",
        "'fit.predict()' tells only what follows the rows",
        "def forecast(steps): return list(fit.forecast(steps))",
    ),
    "times by their numbers, and a formula by hand": (
        "from statsmodels.tsa.api import AutoReg\nfit = AutoReg(df['a'], 1).fit()\nahead = fit.predict(200, 211, exog_oos=df[['b']])\n"
        "error = df['a'].shift(1).cumsum() - ahead\npred = df['a'].cumsum() * fit.params.mean()",
        "'fit.predict()' tells only what follows the rows",
        "def forecast(steps): return list(fit.forecast(steps))",
    ),
    "bounds that follow": (
        "from statsmodels.tsa.api import ETSModel\nfit = ETSModel(df['a']).fit()\n"
        "print(fit.get_prediction(start=9, end=20).summary_frame())",
        "'fit.get_prediction()' tells only what follows the rows",
        "def forecast(steps): return list(fit.forecast(steps))",
    ),
    "words, and no rows": (
        "import statsmodels.api as sm\nfit = sm.Poisson(df['a'], df[['b']]).fit()\nfitted = fit.predict(which='linear')",
        "'fit.predict()' names no rows",
        "`fit.predict(X)`",
    ),
    "a question in a loop": (
        "import statsmodels.api as sm\nfit = sm.Poisson(df['a'], df[['b']]).fit()\n"
        "for w in sorted(df['which']):\n    print(fit.predict([[1.0]], which=w))",
        "'fit.predict()' is asked in a loop, in another way each time",
        "ask it once below the loop",
    ),
    "a class that asks itself": (
        "from sklearn.base import BaseEstimator\nclass Rule(BaseEstimator):\n    def predict(self, X):\n"
        "        return self.predict_proba(X)[:, 0] > 0",
        "no estimator is asked",
        "write a function",
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
        "from registry import newest\nmodel = newest('m')\nanswers = model.predict(df)",
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
    assert (error.span is None) == ("no estimator is asked" in why)
