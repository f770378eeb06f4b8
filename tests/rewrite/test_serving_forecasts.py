"""Forecasts, which have no rows: a function of how far, where nothing else can be served."""

from __future__ import annotations

import pytest
from served_rows import synthesis, watched

pytest.importorskip("pandas")

READ = "import math\nimport numpy as np\nimport pandas as pd\ny = pd.Series([1.0, 2.0, 4.0, 8.0])"
FORECASTER = """
class Told:
    def __init__(self, values):
        self.predicted_mean = values

    def summary_frame(self, alpha=0.05):
        return pd.DataFrame({"mean": self.predicted_mean, "lower": self.predicted_mean - alpha})

    def conf_int(self, alpha=0.05):
        return self.summary_frame(alpha)


class Drift:
    def __init__(self, y):
        self.y = y

    def fit(self):
        self.step = self.y.diff().mean()
        return self

    def predict(self, start=0, end=0, dynamic=False, n_periods=0, exog=None):
        if n_periods:
            return self.forecast(n_periods)
        return np.arange(start, end + 1) * self.step + self.y.iloc[0]

    def forecast(self, steps=1, exog=None, horizon=0):
        if horizon:
            told = Told(None)
            told.variance = pd.DataFrame([self.forecast(horizon)])
            return told
        return self.y.iloc[-1] + self.step * np.arange(1, steps + 1)

    def get_forecast(self, steps=1):
        return Told(pd.Series(self.forecast(steps)))
"""
FIT = "fit = Drift(y).fit()"
CASES = {
    "steps by place": (("after = fit.forecast(3)",), "forecast(steps=3)", "fit.forecast(steps=steps)", "after"),
    "by a name": (
        ("AHEAD = 3", "after = fit.forecast(steps=AHEAD)"),
        "forecast(steps=AHEAD)",
        "fit.forecast(steps=steps)",
        "after",
    ),
    "the next one": (("after = fit.forecast()",), "forecast(steps=1)", "fit.forecast(steps=steps)", "after"),
    "as long as what was held back": (
        ("held = y[2:]", "after = fit.forecast(len(held))"),
        "forecast(steps=len(held))",
        "fit.forecast(steps=steps)",
        "after",
    ),
    "periods": (
        ("after = fit.predict(n_periods=2)",),
        "forecast(n_periods=2)",
        "fit.predict(n_periods=n_periods)",
        "after",
    ),
    "from start to end, with a setting": (
        ("n = len(y)", "after = fit.predict(start=n, end=n + 4, dynamic=False)"),
        "forecast(start=n, end=n + 4)",
        "fit.predict(start=start, end=end, dynamic=False)",
        "after",
    ),
    "from start to end, by place": (
        ("n = len(y)", "after = fit.predict(n, n + 4, dynamic=False)"),
        "forecast(start=n, end=n + 4)",
        "fit.predict(start=start, end=end, dynamic=False)",
        "after",
    ),
    "in another scale, at once": (
        ("after = np.exp(fit.forecast(3)).round(2)",),
        "forecast(steps=3)",
        "np.exp(fit.forecast(steps=steps)).round(2)",
        "after",
    ),
    "in another scale, later": (
        ("logs = fit.forecast(3)", "after = np.expm1(logs * 0.5 + 1)"),
        "forecast(steps=3)",
        "np.expm1(fit.forecast(steps=steps) * 0.5 + 1)",
        "after",
    ),
    "scenarios are no forecasts": (
        ("after = fit.forecast(3)", "high, low = after * 1.1, after * 0.9", "higher = after * 1.2"),
        "forecast(steps=3)",
        "fit.forecast(steps=steps)",
        "after",
    ),
    "nor are those of a result": (
        ("told = fit.get_forecast(3)", "high = told.predicted_mean * 1.1", "after = told.predicted_mean"),
        "forecast(steps=3)",
        "fit.get_forecast(steps=steps).predicted_mean",
        "after",
    ),
    "differences are summed up": (
        ("steps = fit.forecast(3)", "sums = steps.cumsum()", "logs = y.iloc[-1] + sums", "after = np.exp(logs)"),
        "forecast(steps=3)",
        "np.exp(y_last + fit.forecast(steps=steps).cumsum())",
        "after",
    ),
    "differences, at once": (
        ("last = y.values[-1]", "after = np.cumsum(fit.forecast(3)) + last"),
        "forecast(steps=3)",
        "np.cumsum(fit.forecast(steps=steps)) + last",
        "after",
    ),
    "what is added to sums may be other rows": (
        ("after = fit.forecast(3).cumsum()", "beside = after + np.array([1, 2, 3])"),
        "forecast(steps=3)",
        "fit.forecast(steps=steps).cumsum()",
        "after",
    ),
    "or another value later": (
        ("after = fit.forecast(3).cumsum()", "y = y * 2", "beside = after + y.iloc[-1]"),
        "forecast(steps=3)",
        "fit.forecast(steps=steps).cumsum()",
        "after",
    ),
    "nor are scenarios of sums": (
        ("after = y.iloc[-1] + fit.forecast(3).cumsum()", "high = after * 1.1", "higher = after + 1"),
        "forecast(steps=3)",
        "y_last + fit.forecast(steps=steps).cumsum()",
        "after",
    ),
    "changed under its own name": (
        ("after = fit.forecast(3)", "after = after.clip(0).round(1)"),
        "forecast(steps=3)",
        "fit.forecast(steps=steps).clip(0).round(1)",
        "after",
    ),
    "what a result holds": (
        ("told = fit.get_forecast(3)", "after = np.exp(told.predicted_mean)"),
        "forecast(steps=3)",
        "np.exp(fit.get_forecast(steps=steps).predicted_mean)",
        "after",
    ),
    "its intervals": (
        ("told = fit.get_forecast(3)", "mean, sides = told.predicted_mean, told.conf_int()", "after = told.summary_frame()"),
        "forecast(steps=3)",
        "fit.get_forecast(steps=steps).summary_frame()",
        "after",
    ),
    "intervals in another scale": (
        ("told = fit.get_forecast(3)", "sides = np.exp(told.conf_int())", "after = np.exp(told.predicted_mean)"),
        "forecast(steps=3)",
        "np.exp(fit.get_forecast(steps=steps).predicted_mean)",
        "after",
    ),
    "from the last day": (
        ("told = fit.forecast(horizon=3)", "after = np.sqrt(told.variance.iloc[-1])"),
        "forecast(horizon=3)",
        "np.sqrt(fit.forecast(horizon=horizon).variance.iloc[-1])",
        "after",
    ),
    "what a result holds, at once": (
        ("after = fit.forecast(horizon=2).variance",),
        "forecast(horizon=2)",
        "fit.forecast(horizon=horizon).variance",
        "after",
    ),
    "one of them": (
        ("told = fit.get_forecast(3)", "first = told.predicted_mean.iloc[0]", "after = told.predicted_mean"),
        "forecast(steps=3)",
        "fit.get_forecast(steps=steps).predicted_mean",
        "after",
    ),
    "errors are no forecasts": (
        ("after = fit.forecast(4)", "errors = y - after", "print(np.abs(errors).mean())"),
        "forecast(steps=4)",
        "fit.forecast(steps=steps)",
        "after",
    ),
}


@pytest.mark.parametrize(("cells", "asked", "answer", "name"), CASES.values(), ids=CASES)
def test_a_forecast_becomes_a_function_of_how_far(cells, asked, answer, name):
    found = synthesis(READ, FORECASTER, FIT, *cells)
    (made,) = found.made
    assert made.name == "forecast"
    text = next(cell.code for cell in found.program.cells if "def forecast(" in cell.code.replace("    def", ""))
    assert f"    return {answer}" in text.splitlines()
    assert any(asked in code.splitlines() for _, code in made.cells)
    names = watched(found)
    again = eval(asked, names)
    assert np_list(again) == np_list(names[name])


def np_list(value):
    return value.to_numpy().tolist() if hasattr(value, "to_numpy") else value.tolist()


def test_no_request_asks_for_more_than_a_thousand_steps():
    names = watched(synthesis(READ, FORECASTER, FIT, "print(fit.forecast(3))", "print(fit.predict(start=1, end=3))"))
    assert len(names["forecast"](0, 999)) == 1000
    for start, end in ((0, 1000), (-1, 3), (4, 3)):
        with pytest.raises(ValueError, match="start to end: 1 to 1000 values"):
            names["forecast"](start, end)


def test_each_estimator_that_forecasts_is_asked_by_its_own_name():
    found = synthesis(READ, FORECASTER, FIT, "other = Drift(y[1:]).fit()", "a = fit.forecast(3)\nb = other.forecast(2)")
    assert [each.name for each in found.made] == ["forecast_fit", "forecast_other"]
    names = watched(found)
    assert names["forecast_other"](2).tolist() == names["b"].tolist()


def test_what_another_model_was_asked_by_the_same_name_is_no_answer_of_the_last_one():
    found = synthesis(READ, FORECASTER, FIT, "print(fit.forecast(2))", "fit = Drift(y[1:]).fit()", "after = fit.forecast(3)")
    (made,) = found.made
    told = "\n".join(code for _, code in made.cells)
    assert "forecast(steps=3)" in told and "forecast(steps=2)" not in told


def test_a_model_that_learned_again_is_asked_as_it_is_then():
    found = synthesis(READ, FORECASTER, FIT, "print(fit.forecast(2))", "fit.y = y[1:]\nfit.fit()", "after = fit.forecast(3)")
    (made,) = found.made
    told = "\n".join(code for _, code in made.cells)
    assert "forecast(steps=3)" in told and "forecast(steps=2)" not in told


@pytest.mark.parametrize(
    "asked",
    [
        "after = fit.predict(y[:2], y[2:])",
        "after = fit.forecast(3)\nfit.fit()",
        "after = fit.forecast(3, exog=y[:3])",
        "after = fit.forecast(steps=pd.Timestamp('2024-01-01'))",
        "after = fit.predict(start='2024-01-01', end='2024-03-01')",
        "for n in (1, 2):\n    after = fit.forecast(n)",
        "after = fit.forecast(2)\nfit = None",
        "after = fit.predict()",
    ],
)
def test_what_has_rows_or_no_whole_number_is_no_such_function(asked):
    assert not synthesis(READ, FORECASTER, FIT, asked).made


def test_totals_of_a_forecast_are_not_served_in_its_place():
    plain = FORECASTER.replace("self.y.diff().mean()", "1.0")
    found = synthesis(READ, plain, FIT, "after = fit.forecast(3)", "total = after.cumsum()")
    text = "\n".join(cell.code for cell in found.program.cells)
    assert "    return fit.forecast(steps=steps)\n" in f"{text}\n" and "steps).cumsum()" not in text
