"""A search space proposed from literals that flow into estimators."""

from __future__ import annotations

import pytest
from notebooks import notebook_of

from converter.analyse.dataflow import dataflow_of
from converter.parse.program import parse_program
from converter.plan.assignments import aliases_of
from converter.plan.parameters import parameters_of
from converter.search.suggest import Suggestion, suggestions

pytestmark = pytest.mark.fast


def found(*cells: str, tags: dict[int, tuple[str, ...]] | None = None) -> tuple[Suggestion, ...]:
    flow = dataflow_of(parse_program(notebook_of(*cells, tags=tags)))
    return suggestions(flow, parameters_of(flow)[0], aliases_of(flow))


def short(*cells: str, tags: dict[int, tuple[str, ...]] | None = None) -> list[tuple[str, ...]]:
    return [(one.argument, one.value, one.parameter, one.range) for one in found(*cells, tags=tags)]


@pytest.mark.parametrize(
    "code",
    [
        "x = 1",
        "class Ridge:\n    pass\nRidge(alpha=1.0)",
        "from mine import Ridge\nRidge(alpha=1.0)",
        "from sklearn.linear_model import Ridge\nRidge(alpha=f())",
        "from sklearn.linear_model import Ridge\nRidge(fit_intercept=True, alpha=True)",
        "from sklearn.svm import SVC\nSVC(kernel=None, gamma='scale')",
        "from sklearn.model_selection import train_test_split\ntrain_test_split(x, alpha=1.0)",
        "from sklearn.linear_model import Ridge\na = 1.0\na = 2.0\nRidge(alpha=a)",
        "from sklearn.linear_model import Ridge\nRidge(**options)",
    ],
)
def test_what_proposes_nothing(code: str) -> None:
    assert found(code) == ()


def test_literals_in_the_call_by_name_and_by_place() -> None:
    cells = (
        "import sklearn.linear_model as lm\nfrom sklearn.svm import SVC as Machine",
        "# models\nmodels = [\n    lm.Ridge(0.5),\n    Machine(C=10, kernel='rbf', tol=1e-3),\n]",
    )
    one, two, three = found(*cells)
    assert (one.estimator, one.argument, one.value, one.range) == (
        "Ridge",
        "alpha",
        "0.5",
        "float(1e-05,10,log)",
    )
    assert (one.span.cell, one.span.line, one.parameter, one.name) == (2, 3, "", "")
    assert (two.argument, two.range) == ("C", "float(0.001,1000,log)")
    assert (three.argument, three.range) == ("kernel", "choice(linear, rbf, poly)")


def test_names_and_parameters_lead_to_their_own_place() -> None:
    cells = (
        "depth = 20\nrate: float = 0.1\nwidths = (64, 32)",
        "from xgboost import XGBClassifier\nfrom sklearn.neural_network import MLPClassifier\n"
        "leaves = 31\ntable = {'max_leaves': 3, 'subsample': 0.8}",
        "def fit():\n    XGBClassifier(max_depth=depth, learning_rate=rate, num_leaves=leaves, **table)",
        "MLPClassifier(hidden_layer_sizes=widths, activation='relu')",
    )
    assert short(*cells, tags={1: ("parameters",)}) == [
        ("max_depth", "20", "depth", "int(2,40)"),
        ("learning_rate", "0.1", "rate", "float(0.001,0.5,log)"),
        ("num_leaves", "31", "", "int(8,256,log)"),
        ("subsample", "0.8", "", "float(0.5,1)"),
        ("hidden_layer_sizes", "(64, 32)", "widths", "[[32], [64], [128], [64, 32], [128, 64]]"),
        ("activation", "'relu'", "", "choice(relu, tanh, logistic)"),
    ]
    places = [(one.span.cell, one.span.line) for one in found(*cells, tags={1: ("parameters",)})]
    assert places[:4] == [(1, 1), (1, 2), (2, 3), (2, 4)]


@pytest.mark.parametrize(
    ("code", "range"),
    [
        ("Ridge(alpha=1000.0)", "float(1e-05,10000,log)"),
        ("Ridge(alpha=1e-9)", "float(1e-10,10,log)"),
        ("Ridge(alpha=0)", "float(0,10)"),
        ("TfidfVectorizer(max_features=400)", "int(100,1600,log)"),
        ("TfidfVectorizer(max_features=0.5)", "float(0.1,1)"),
        ("KMeans(30)", "int(2,60)"),
        ("RandomForestClassifier(n_estimators=10)", "int(10,500)"),
    ],
)
def test_the_range_holds_the_value_that_is_there(code: str, range: str) -> None:
    imports = (
        "from sklearn.linear_model import Ridge\nfrom sklearn.cluster import KMeans\n"
        "from sklearn.feature_extraction.text import TfidfVectorizer\n"
        "from sklearn.ensemble import RandomForestClassifier\n"
    )
    assert [one[3] for one in short(imports + code)] == [range]


def test_a_parameter_of_whole_numbers_gets_a_range_of_them() -> None:
    code = "from sklearn.linear_model import Ridge\nRidge(alpha=a)"
    assert short("a = 1", code, tags={1: ("parameters",)}) == [("alpha", "1", "a", "int(1,10,log)")]
