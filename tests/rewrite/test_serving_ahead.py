"""Forecasts of models of a series: served as functions of how many steps, where nothing is asked about rows."""

from __future__ import annotations

import pytest
from served_rows import IMPORTS, synthesis, watched

pytest.importorskip("sklearn")
pytest.importorskip("pandas")

SERIES = '''
class Mean:
    """A model of a series, as statsmodels has them: it tells the mean of the last rows."""

    def __init__(self, values):
        self.values = [float(each) for each in values]

    def fit(self):
        return self

    def update(self, value):
        self.values.append(float(value))

    def forecast(self, steps=1):
        return np.full(steps, np.mean(self.values))

    def predict(self, n_periods=10, return_conf_int=False):
        return self.forecast(n_periods)


y = pd.Series([3.0, 4.0, 8.0, 9.0])
train, test = y[:3], y[3:]
'''


def made_of(*cells: str) -> tuple[dict[str, object], dict[str, str]]:
    """The names that a watched run leaves, and the text of each function that is made, by its name."""
    found = synthesis(IMPORTS, SERIES, *cells)
    code = "\n".join(cell.code for cell in found.program.cells)
    names = watched(found) if found.made else {}
    return names, {each.name: code.partition(f"\ndef {each.name}(")[2] for each in found.made}


@pytest.mark.parametrize(
    "ask, answer",
    [
        ("fit.forecast(4)", "fit.forecast(steps)"),
        ("fit.forecast(steps=4)", "fit.forecast(steps=steps)"),
        ("fit.predict(n_periods=4)", "fit.predict(n_periods=steps)"),
        ("ahead = fit.forecast(len(test))", "fit.forecast(steps)"),
        ("ahead = fit.forecast(test.shape[0] + 2)", "fit.forecast(steps)"),
    ],
)
def test_how_many_steps_are_asked_for(ask, answer):
    names, made = made_of("fit = Mean(train).fit()", ask)
    assert list(made) == ["forecast"]
    assert made["forecast"].startswith("steps):") and f"return {answer}" in made["forecast"]
    assert names["forecast"](2).tolist() == [5.0, 5.0]


def test_the_watched_run_asks_as_the_notebook_did():
    found = synthesis(IMPORTS, SERIES, "fit = Mean(train).fit()", "ahead = fit.forecast(len(test))")
    (made,) = found.made
    assert "forecast(len(test))" in dict(made.cells)[4]


def test_two_models_are_two_functions():
    _, made = made_of("a = Mean(train).fit()\nb = Mean(y).fit()", "a.forecast(2), b.forecast(3)")
    assert list(made) == ["forecast_a", "forecast_b"]


def test_a_name_that_is_taken_is_not_given_again():
    _, made = made_of("fit = Mean(train).fit()", "forecast = fit.forecast(2)")
    assert list(made) == ["predict"]


def test_a_model_that_learned_again_is_asked_as_it_is_then():
    cells = (
        "fit = Mean(train).fit()\nfirst = fit.forecast(2)",
        "fit = Mean(y).fit()",
        "fit.forecast(3)",
    )
    names, made = made_of(*cells)
    assert list(made) == ["forecast"] and names["forecast"](1).tolist() == [6.0]
    text = "\n".join(text for _, text in synthesis(IMPORTS, SERIES, *cells).made[0].cells)
    assert "\nforecast(3)" in text and "\nforecast(2)" not in text


def test_one_that_was_told_more_is_asked_as_it_is_then():
    names, _ = made_of("fit = Mean(train).fit()\nfirst = fit.forecast(2)\nfit.update(9)\nfit.forecast(3)")
    assert names["forecast"](1).tolist() == [6.0]


@pytest.mark.parametrize(
    "ask",
    [
        "fit.forecast()",
        "fit.forecast('2020-01')",
        "fit.forecast(4, exog=test)",
        "fit.predict(n_periods=4, return_conf_int=True)",
        "fit.predict(4)",
        "other.forecast(4)",
        "for steps in (1, 2):\n    fit.forecast(steps)",
        "def ahead():\n    return fit.forecast(4)",
    ],
)
def test_what_tells_more_than_the_steps_is_not_made(ask):
    _, made = made_of("fit = Mean(train).fit()\nother = Mean(train)", ask)
    assert not made


def test_rows_are_served_before_steps():
    names, made = made_of(
        'df = pd.DataFrame({"a": [1, 2, 3], "y": [2, 4, 6]})',
        'model = Ridge().fit(df[["a"]], df["y"])\nprint(model.predict(df[["a"]]))',
        "fit = Mean(train).fit()\nfit.forecast(4)",
    )
    assert list(made) == ["predict"] and "model.predict" in made["predict"]


@pytest.mark.parametrize(
    "fit, ask",
    [
        ("fit = Ridge().fit(rows, y)", "fit.predict(fh=[1], X=rows)"),
        ("fit = Ridge().fit(rows, y)", "fit.predict(n_periods=1, X=rows)"),
        ("fit = Ridge()\nfit.fit(rows, y, fh=[1])", "fit.predict(X=rows)"),
    ],
)
def test_rows_of_certain_times_are_not_those_of_a_request(fit, ask):
    frame = "rows = pd.DataFrame({'a': [1, 2, 3, 5]})"
    assert not synthesis(IMPORTS, SERIES, frame, fit, f"print({ask})").made
    assert synthesis(IMPORTS, SERIES, frame, "fit = Ridge().fit(rows, y)", "fit.predict(X=rows)").made


def test_a_search_that_is_asked_about_times_is_not_served_for_rows():
    search = "search = GridSearchCV(Ridge(), {'alpha': [1, 2]}, cv=2)\nsearch.fit(X=rows, y=y)\nprint(search.best_params_)"
    frame = "from sklearn.model_selection import GridSearchCV\nrows = pd.DataFrame({'a': [1, 2, 3, 5]})"
    assert synthesis(IMPORTS, SERIES, frame, search).made
    assert not synthesis(IMPORTS, SERIES, frame, search, "search.predict(fh=[1], X=rows)").made


def test_a_model_that_is_another_when_others_are_asked_is_not_served():
    cells = "a = Mean(train).fit()\nb = Mean(train).fit()\na.forecast(2)", "a = Mean(y).fit()", "b.forecast(3)"
    names, made = made_of(*cells)
    assert list(made) == ["forecast"] and "b.forecast(steps)" in made["forecast"]
