"""Values that classes within artifacts read as globals: a service binds them before it answers."""

from __future__ import annotations

import pytest

from converter.model.settings import Settings
from converter.pipeline import plan_of
from converter.plan.service import cached_functions

pytestmark = pytest.mark.fast
NOTEBOOK = """# %%
import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
# %%
first, second = range(2)
unused = len("unused")
{scale}
class Adder(BaseEstimator, TransformerMixin):
    def fit(self, X, y=None):
        return self
    def transform(self, X):
        return np.c_[X, X[:, first] / X[:, second] * scale]
# %%
df = pd.read_csv("x.csv")
model = make_pipeline({first}, LinearRegression())
model.fit(df[["a", "b"]].to_numpy(), df["c"])
# %%
def predict(rows):
    return model.predict(pd.DataFrame(rows)[["a", "b"]].to_numpy())
predict(df)
"""


@pytest.fixture
def split(tmp_path):
    def split_of(**parts):
        path = tmp_path / "nb.py"
        path.write_text(NOTEBOOK.format(**parts))
        plan = plan_of(str(path), Settings(target="service"))
        assert not [each for each in plan.diagnostics if each.severity == "error"]
        return plan.split

    return split_of


def test_what_an_artifacts_class_reads_is_an_artifact_too(split):
    found = split(scale="scale = len('abc')", first="Adder()")
    assert found.told == ("first", "scale", "second")
    assert found.artifacts == ("first", "model", "scale", "second")


def test_a_parameter_that_it_reads_is_one_of_training(split):
    found = split(scale="scale = 3", first="Adder()")
    assert "scale" not in found.artifacts
    assert set(found.told) >= {"first", "second"}


def test_an_artifact_that_holds_what_stays_in_its_stage_is_refused(tmp_path):
    text = NOTEBOOK.format(scale="scale = len('abc')", first="Adder()")
    path = tmp_path / "nb.py"
    path.write_text(text.replace("predict(df)", "predict(df)\nprint(dict(n_jobs=2))"))
    plan = plan_of(str(path), Settings(target="service"))
    (error,) = [each for each in plan.diagnostics if each.severity == "error"]
    assert (error.code, error.span.cell) == ("NB810", 3)
    assert "'model'" in error.message and "'Adder', which stays in its stage" in error.message


def test_a_class_that_no_artifact_needs_tells_nothing(split):
    found = split(scale="scale = len('abc')", first="StandardScaler()")
    assert found.told == ()
    assert found.artifacts == ("model",)


REGISTERED = '''# %%
import pandas as pd
MODELS = {}
def register(name):
    def keep(cls):
        MODELS[name] = cls
        return cls
    return keep

# %%
@register("mean")
class Mean:
    def fit(self, y):
        self.mean = y.mean()
        return self
    def predict(self, rows):
        return [self.mean for _ in rows]

# %%
model = MODELS["mean"]().fit(pd.read_csv("x.csv")["y"])

# %%
def predict(rows):
    return model.predict(rows)
print(predict([1, 2]))
'''


def test_an_object_of_a_class_that_a_decorator_keeps_in_its_stage_is_refused(tmp_path):
    path = tmp_path / "nb.py"
    path.write_text(REGISTERED)
    (error,) = [e for e in plan_of(str(path), Settings(target="service")).diagnostics if e.severity == "error"]
    assert (error.code, error.span.cell) == ("NB810", 3)
    assert "'MODELS', which holds 'Mean'" in error.message and "MODELS = {" in error.hint
    plain = REGISTERED.replace('@register("mean")\n', "").replace("model =", 'MODELS = {"mean": Mean}\nmodel =')
    path.write_text(plain.replace("MODELS = {}\n", "").replace("        MODELS[name] = cls\n", ""))
    assert plan_of(str(path), Settings(target="service")).split.artifacts == ("model",)


CALLS = """# %%
import re
from sklearn.linear_model import LogisticRegression
from sklearn.feature_extraction.text import CountVectorizer
# %%
URL = re.compile("http")
STOP = {stop}
def clean(text):
    return URL.sub(" ", " ".join(word for word in text.split() if word not in STOP))
class Judge:
    def fit(self, texts, y):
        self.vectors = CountVectorizer()
        self.model = LogisticRegression().fit(self.vectors.fit_transform(map(clean, texts)), y)
        return self
    def judged(self, text):
        return self.model.predict(self.vectors.transform([clean(text)]))[0]
judge = Judge().fit(["a b", "http c"], [0, 1])
# %%
def predict(text):
    return judge.judged(text)
predict("a")
"""


@pytest.fixture
def called(tmp_path):
    def split_of(stop):
        path = tmp_path / "nb.py"
        path.write_text(CALLS.replace("{stop}", stop))
        return plan_of(str(path), Settings(target="service"))

    return split_of


def test_what_functions_that_methods_call_read_is_told(called):
    plan = called('set(open("stop.txt").read().split())')
    assert plan.split.told == ("STOP",)
    assert plan.split.artifacts == ("STOP", "judge")


def test_constants_that_functions_which_methods_call_read_are_constants(called):
    plan = called('{"the", "a"}')
    assert plan.split.told == ()
    assert plan.split.artifacts == ("judge",)


COUNTS = """# %%
from sklearn.linear_model import LogisticRegression
requests = 0
model = LogisticRegression().fit([[0], [1]], [0, 1])
def predict(a):
    {counts}
    return int(model.predict([[a]])[0])
predict(1)
# %%
{uses}
"""


def test_a_served_function_may_count_in_a_global(tmp_path):
    path = tmp_path / "nb.py"
    path.write_text(COUNTS.format(counts="global requests; requests += 1", uses="print(requests)"))
    plan = plan_of(str(path), Settings(target="service"))
    assert plan.split.told == plan.split.artifacts == ("model", "requests")
    assert plan.shared.module == "shared"


def test_a_served_function_that_only_exploration_hands_on_is_given_its_values(tmp_path):
    path = tmp_path / "nb.py"
    path.write_text(COUNTS.format(counts="", uses="from ipywidgets import interact\ninteract(predict, a=3)"))
    plan = plan_of(str(path), Settings(target="service"))
    assert (plan.split.told, plan.split.artifacts) == ((), ("model",))
    (predict,) = plan.definitions
    assert [name for name, _ in predict.lifted] == ["model"]


CACHED = """# %%
from functools import lru_cache
from numba import njit
from sklearn.linear_model import LogisticRegression
model = LogisticRegression().fit([[0], [1]], [0, 1])
@{decorator}
def predict(a):
    return int(model.predict([[a]])[0])
predict(1)
"""


@pytest.mark.parametrize("decorator", ["lru_cache", "lru_cache(maxsize=None)"])
def test_a_served_function_may_remember_answers(tmp_path, decorator):
    path = tmp_path / "nb.py"
    path.write_text(CACHED.format(decorator=decorator))
    plan = plan_of(str(path), Settings(target="service"))
    assert plan.split.told == plan.split.artifacts == ("model",)
    assert cached_functions(plan) == ("predict",)


def test_a_decorator_that_may_keep_values_is_refused(tmp_path):
    path = tmp_path / "nb.py"
    path.write_text(CACHED.format(decorator="njit"))
    plan = plan_of(str(path), Settings(target="service", offer=False))
    (error,) = [each for each in plan.diagnostics if each.severity == "error"]
    assert (error.code, "it is decorated, and shares" in error.message) == ("NB802", True)
