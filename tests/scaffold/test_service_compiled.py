"""Faster forms of estimators: equal on everything, or not taken; anything odd goes to the original."""

from __future__ import annotations

import importlib
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
from services import churn_project

# The oldest and the newest Python run quick tests only, without these.
np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")
pytest.importorskip("sklearn")

from sklearn import ensemble, linear_model, naive_bayes, neighbors, preprocessing, svm, tree  # noqa: E402
from sklearn.base import BaseEstimator  # noqa: E402
from sklearn.datasets import make_classification, make_regression  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")
COLUMNS = ["a", "b", "c", "d", "e"]
X_CLASS, Y_CLASS = make_classification(400, 5, n_informative=4, n_redundant=1, n_classes=3, random_state=1)
X_REAL, Y_REAL = make_regression(400, 5, noise=3, random_state=1)
TWO = (Y_CLASS > 0).astype(int)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """`compiling.made` of a project under another package name than other tests import."""
    project = churn_project(tmp_path_factory.mktemp("compiled"), compiled=True)
    source = project.folder / "src"
    for path in (source / "churn").rglob("*.py"):
        path.write_text(path.read_text().replace("churn", "churn_compiled"))
    (source / "churn").rename(source / "churn_compiled")
    sys.path.insert(0, str(source))
    yield importlib.import_module("churn_compiled.serving.compiling")
    sys.path.remove(str(source))


def compiled(made: Any, estimator: Any, folder: Path, *, rows: Any, methods: list[str]) -> dict[str, Any]:
    """The form chosen for an estimator whose methods are asked with rows; it is now in place."""
    values = {"it": estimator}
    chosen, reasons = made.made(values, folder, lambda: [getattr(estimator, m)(rows) for m in methods])
    importlib.import_module("churn_compiled.serving.compiled").in_place(values, folder, chosen)
    return dict(chosen.get("it", {"reason": reasons.get("it", "")}))


def frame(table: Any) -> Any:
    return pd.DataFrame(table, columns=COLUMNS)


CLASSIFIERS: list[tuple[BaseEstimator, Any, str]] = [
    (linear_model.LogisticRegression(), TWO, "direct"),
    (linear_model.LogisticRegression(), Y_CLASS, "direct"),
    (linear_model.LogisticRegression(), np.array(["no", "yes"])[TWO], "direct"),
    (tree.DecisionTreeClassifier(max_depth=6), Y_CLASS, ""),
    (ensemble.RandomForestClassifier(20, random_state=1), Y_CLASS, "leaves"),
    (ensemble.RandomForestClassifier(20, random_state=1), np.array(["no", "yes"])[TWO], "leaves"),
    (ensemble.ExtraTreesClassifier(20, random_state=1), TWO, "leaves"),
    (ensemble.GradientBoostingClassifier(n_estimators=20), TWO, ""),
    (ensemble.GradientBoostingClassifier(n_estimators=10), Y_CLASS, ""),
    (naive_bayes.MultinomialNB(), Y_CLASS, "direct"),
]
REGRESSORS: list[tuple[BaseEstimator, str]] = [
    (linear_model.LinearRegression(), "direct"),
    (linear_model.Ridge(), "direct"),
    (linear_model.Lasso(), "direct"),
    (tree.DecisionTreeRegressor(max_depth=6), ""),
    (ensemble.RandomForestRegressor(20, random_state=1), "leaves"),
    (ensemble.ExtraTreesRegressor(20, random_state=1), "leaves"),
    (ensemble.GradientBoostingRegressor(n_estimators=20), ""),
]
SCALERS = [
    preprocessing.StandardScaler(),
    preprocessing.MinMaxScaler(clip=True),
    preprocessing.RobustScaler(),
    preprocessing.MaxAbsScaler(),
]


def same(one: Any, other: Any) -> bool:
    if one.dtype.kind == "f":
        return one.dtype == other.dtype and bool(np.allclose(one, other, rtol=1e-12, atol=1e-12))
    return one.dtype == other.dtype and bool((one == other).all())


@pytest.mark.parametrize("with_names", [True, False], ids=["frame", "array"])
@pytest.mark.parametrize(("last", "y", "form"), CLASSIFIERS, ids=lambda v: type(v).__name__)
def test_classifiers(made: Any, tmp_path: Path, last: Any, y: Any, form: str, with_names: bool) -> None:
    first = preprocessing.MinMaxScaler(clip=True) if "NB" in type(last).__name__ else preprocessing.StandardScaler()
    rows = frame(X_CLASS) if with_names else X_CLASS
    model = make_pipeline(first, last).fit(rows, y)
    new = frame(X_CLASS[:50] * 1.1) if with_names else X_CLASS[:50] * 1.1
    labels, shares = model.predict(new), model.predict_proba(new)
    chosen = compiled(made, model, tmp_path, rows=rows, methods=["predict", "predict_proba"])
    assert chosen.get("form", "") == form or (not form and chosen.get("form") in ("direct", "leaves")), chosen
    assert same(model.predict(new), labels)
    assert same(model.predict_proba(new), shares)


@pytest.mark.parametrize("all_of_them", [False, True], ids=["mixed", "booleans only"])
def test_columns_of_booleans_as_get_dummies_makes_them(made: Any, tmp_path: Path, all_of_them: bool) -> None:
    rows = frame(X_CLASS)
    for name in COLUMNS if all_of_them else COLUMNS[2:]:
        rows[name] = rows[name] > 0
    model = ensemble.RandomForestClassifier(20, random_state=1).fit(rows, TWO)
    shares = model.predict_proba(rows)
    chosen = compiled(made, model, tmp_path, rows=rows, methods=["predict_proba"])
    assert chosen["form"] == "leaves", chosen
    assert same(model.predict_proba(rows), shares)
    texts = rows.assign(a="x")
    with pytest.raises(ValueError, match="could not convert"):
        model.predict_proba(texts)
    gaps = rows.assign(a=pd.array([True, None] * 200, dtype="boolean"))
    assert model.predict_proba(gaps).shape == (400, 2)


@pytest.mark.slow
@pytest.mark.parametrize(("last", "form"), REGRESSORS, ids=lambda v: type(v).__name__)
def test_regressors(made: Any, tmp_path: Path, last: Any, form: str) -> None:
    model = make_pipeline(preprocessing.StandardScaler(), last).fit(frame(X_REAL), Y_REAL)
    new = frame(X_REAL[:50] * 0.9)
    numbers = model.predict(new)
    chosen = compiled(made, model, tmp_path, rows=frame(X_REAL), methods=["predict"])
    assert chosen.get("form", "") == form or not form, chosen
    assert same(model.predict(new), numbers)


@pytest.mark.slow
@pytest.mark.parametrize("scaler", SCALERS, ids=lambda v: type(v).__name__)
def test_scalers(made: Any, tmp_path: Path, scaler: Any) -> None:
    scaler.fit(frame(X_REAL))
    expected = scaler.transform(frame(X_REAL))
    chosen = compiled(made, scaler, tmp_path, rows=frame(X_REAL), methods=["transform"])
    assert chosen["form"] == "direct"
    assert same(scaler.transform(frame(X_REAL)), expected)


@pytest.mark.slow
def test_boosting_on_histograms_goes_through_a_converter_or_stays(made: Any, tmp_path: Path) -> None:
    model = ensemble.HistGradientBoostingClassifier(max_iter=20).fit(X_CLASS, TWO)
    expected = model.predict(X_CLASS)
    compiled(made, model, tmp_path, rows=X_CLASS, methods=["predict"])
    assert (model.predict(X_CLASS) == expected).all()


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["lightgbm.LGBMClassifier", "lightgbm.LGBMRegressor", "xgboost.XGBClassifier", "xgboost.XGBRegressor"]
)
def test_boosting_of_other_libraries(made: Any, tmp_path: Path, name: str) -> None:
    module, _, kind = name.partition(".")
    library = pytest.importorskip(module)
    classifies = kind.endswith("Classifier")
    options = {"verbose": -1} if module == "lightgbm" else {}
    model = getattr(library, kind)(n_estimators=15, **options).fit(X_REAL, TWO if classifies else Y_REAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = model.predict(X_REAL)
        chosen = compiled(made, model, tmp_path, rows=X_REAL, methods=["predict"])
        found = model.predict(X_REAL)
    assert found.dtype == expected.dtype
    assert np.allclose(found, expected, rtol=1e-6, atol=1e-6) if not classifies else (found == expected).all()
    assert "form" in chosen or chosen["reason"]


@pytest.mark.slow
@pytest.mark.parametrize("model", [neighbors.KNeighborsClassifier(), svm.SVC()], ids=lambda v: type(v).__name__)
def test_what_has_no_proved_form_stays_and_says_why(made: Any, tmp_path: Path, model: Any) -> None:
    model.fit(X_CLASS, Y_CLASS)
    expected = model.predict(X_CLASS)
    chosen = compiled(made, model, tmp_path, rows=X_CLASS, methods=["predict"])
    assert "form" in chosen or chosen["reason"]
    assert (model.predict(X_CLASS) == expected).all()


def test_a_form_that_differs_is_never_taken(made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = importlib.import_module("churn_compiled.serving.compiled").FORMS
    right = forms["direct"]

    def wrong(estimator: Any, file: Any) -> Any:
        methods = right(estimator, file)
        predict = methods["predict"]
        return {**methods, "predict": lambda X: predict(X) + (np.arange(len(X)) == 4000)}

    monkeypatch.setitem(forms, "direct", wrong)
    model = linear_model.LogisticRegression().fit(X_CLASS, TWO)
    chosen = compiled(made, model, tmp_path, rows=X_CLASS, methods=["predict"])
    assert chosen.get("form") != "direct"
    if "reason" in chosen:
        assert "predict differs on 1 of" in chosen["reason"]


def test_an_estimator_that_is_not_called_stays(made: Any, tmp_path: Path) -> None:
    model = linear_model.LogisticRegression().fit(X_CLASS, TWO)
    assert "do not call it" in compiled(made, model, tmp_path, rows=X_CLASS, methods=[])["reason"]
    assert "predict" not in vars(model)


@pytest.fixture
def quick(made: Any, tmp_path: Path) -> Any:
    """A forest on named columns, in its fast form, with the number of times that it is asked itself."""
    model = ensemble.RandomForestClassifier(10, random_state=1).fit(frame(X_CLASS), TWO)
    chosen = compiled(made, model, tmp_path, rows=frame(X_CLASS), methods=["predict"])
    assert chosen["form"] in ("leaves", "direct")
    return model


ODD: list[tuple[str, Any]] = [
    ("missing", frame(np.where(np.eye(5) > 0, np.nan, 1.0))),
    ("lists", X_CLASS[:3].tolist()),
    ("float32", X_CLASS[:3].astype(np.float32)),
    ("objects", frame(X_CLASS[:3]).astype(object)),
]


@pytest.mark.parametrize("rows", [r for _, r in ODD], ids=[n for n, _ in ODD])
def test_odd_rows_are_answered_by_the_estimator_itself(quick: Any, rows: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert (quick.predict(rows) == type(quick).predict(quick, rows)).all()


WRONG: list[tuple[str, Any]] = [
    ("infinite", frame(np.full((2, 5), np.inf))),
    ("other order", frame(X_CLASS[:3])[COLUMNS[::-1]]),
    ("too few columns", X_CLASS[:3, :4]),
    ("no rows", frame(X_CLASS[:0])),
    ("text", frame(np.full((2, 5), "x"))),
    ("one dimension", X_CLASS[0]),
]


@pytest.mark.parametrize("rows", [r for _, r in WRONG], ids=[n for n, _ in WRONG])
def test_errors_are_the_estimators_own(quick: Any, rows: Any) -> None:
    with pytest.raises(ValueError) as own:
        type(quick).predict(quick, rows)
    with pytest.raises(ValueError) as told:
        quick.predict(rows)
    assert str(told.value) == str(own.value)


def homes(rows: int = 300) -> tuple[Any, Any]:
    random = np.random.default_rng(3)
    table = pd.DataFrame(
        {
            "size": random.uniform(20, 200, rows),
            "floor": random.integers(0, 9, rows),
            "town": random.choice(["Ulm", "Bonn", "Kiel"], rows),
            "heat": random.choice(["gas", "oil"], rows),
        }
    )
    price = table["size"] * 10 + (table["town"] == "Ulm") * 500 + random.normal(0, 50, rows)
    table.loc[random.random(rows) < 0.1, "size"] = np.nan
    return table, (price > price.median()).astype(int)


def mixed_columns(*, unknown: str = "ignore", sparse: bool = True) -> Any:
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer

    numbers = make_pipeline(SimpleImputer(strategy="median"), preprocessing.StandardScaler())
    return ColumnTransformer(
        [
            ("numbers", numbers, ["size", "floor"]),
            ("town", preprocessing.OneHotEncoder(handle_unknown=unknown, sparse_output=sparse), ["town"]),
            ("heat", preprocessing.OrdinalEncoder(), ["heat"]),
        ]
    )


@pytest.mark.parametrize("unknown", ["ignore", "error"])
@pytest.mark.parametrize(
    "last", [linear_model.LogisticRegression(), ensemble.RandomForestClassifier(20, random_state=1)], ids=lambda v: type(v).__name__
)
def test_columns_of_all_kinds(made: Any, tmp_path: Path, last: Any, unknown: str) -> None:
    table, verdict = homes()
    model = make_pipeline(mixed_columns(unknown=unknown), last).fit(table, verdict)
    expected, shares = model.predict(table), model.predict_proba(table)
    chosen = compiled(made, model, tmp_path, rows=table, methods=["predict", "predict_proba"])
    assert chosen.get("form") in ("direct", "leaves"), chosen
    assert chosen["times_faster"] > 2
    assert same(model.predict(table), expected)
    assert same(model.predict_proba(table), shares)
    strange = table[:2].assign(town="Rome")
    if unknown == "error":
        with pytest.raises(ValueError, match="unknown categories"):
            model.predict(strange)
    else:
        assert same(model.predict(strange), type(model).predict(model, strange))
    gaps = table[:2].assign(size=[np.nan, 1e9])
    assert same(model.predict(gaps), type(model).predict(model, gaps))
    with pytest.raises(ValueError, match="heat|missing"):
        model.predict(table[:1].drop(columns="heat"))


def test_trees_that_are_a_sole_leaf(made: Any, tmp_path: Path) -> None:
    rare = np.zeros(len(X_CLASS))
    rare[7] = 1.0  # most bootstrap samples go without it
    model = ensemble.RandomForestRegressor(20, random_state=1).fit(X_CLASS, rare)
    sizes = {tree.tree_.node_count for tree in model.estimators_}
    assert 1 in sizes and len(sizes) > 1
    expected = model.predict(X_CLASS * 1.1)
    chosen = compiled(made, model, tmp_path, rows=X_CLASS, methods=["predict"])
    assert chosen["form"] == "leaves", chosen
    assert same(model.predict(X_CLASS * 1.1), expected)
