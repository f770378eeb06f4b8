"""Tables of rows of XGBoost and its like: the rows are served, what training knows of them is not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from served_rows import IMPORTS, NUMBERS, as_the_notebook_did, checked, synthesis, watched

np = pytest.importorskip("numpy")
sparse = pytest.importorskip("scipy.sparse")
linear = pytest.importorskip("sklearn.linear_model")


class DMatrix:
    """As XGBoost's: what is missing is no entry."""

    def __init__(self, data: Any, label: Any = None, weight: Any = None, missing: float = np.nan) -> None:
        rows = np.asarray(data, dtype=float)
        there = ~(np.isnan(rows) | (rows == missing))
        self.label, places = label, np.nonzero(there)
        self._rows = sparse.csr_matrix((rows[there], places), shape=rows.shape)

    def num_col(self) -> int:
        return int(self._rows.shape[1])

    def get_data(self) -> Any:
        return self._rows


class Booster:
    def __init__(self, data: DMatrix) -> None:
        self.model = linear.Ridge().fit(data.get_data().toarray(), data.label)

    def predict(self, data: DMatrix) -> Any:
        return self.model.predict(data.get_data().toarray())


@pytest.fixture(autouse=True)
def xgboost(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    module = ModuleType("xgboost")
    module.DMatrix, module.train = DMatrix, lambda params, data: Booster(data)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "xgboost", module)
    yield


TRAIN = "import xgboost as xgb\nbst = xgb.train({}, xgb.DMatrix(X, label=y))"

HELD = {
    "with a label": ("dtest = xgb.DMatrix(X, label=y)\nbst.predict(dtest)", "xgb.DMatrix(X)"),
    "with a label by place": ("dtest = xgb.DMatrix(X, y)\nbst.predict(dtest)", "xgb.DMatrix(X)"),
    "with more": (
        "dtest = xgb.DMatrix(data=X, missing=-1.0, weight=y / y.mean())\nbst.predict(dtest)",
        "xgb.DMatrix(data=X, missing=-1.0)",
    ),
    "bare": ("dtest = xgb.DMatrix(X)\nbst.predict(dtest)", "xgb.DMatrix(X)"),
}


@pytest.mark.parametrize("name", HELD)
def test_labels_are_no_part_of_a_request(name: str, table: Any) -> None:
    ask, text = HELD[name]
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r})", NUMBERS, TRAIN, ask)
    served = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    assert text in served and "price" not in served
    names = watched(found)
    made = found.made[0]
    rows: Any = names[made.rows]
    assert len(names["predict"](rows[["size", "rooms"]])) == len(rows)  # type: ignore[operator]


def test_what_is_held_is_compared_row_by_row(table: Any) -> None:
    ask = "dtest = xgb.DMatrix(X.assign(size=X['size'] * 2).where(X['rooms'] > 2), label=y)\nbst.predict(dtest)"
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r}).dropna()", NUMBERS, TRAIN, ask)
    names, made = watched(found), found.made[0]
    told = as_the_notebook_did(made, names)
    assert told["missing"] == 0 and told["count"] == names["dtest"].get_data().shape[0]  # type: ignore[attr-defined]
    names["dtest"] = DMatrix(names["X"], missing=2.0)
    assert as_the_notebook_did(made, names)["missing"]


class Pool:
    """As CatBoost's with categories: it does not tell its rows."""

    def __init__(self, data: Any, label: Any = None, cat_features: Any = ()) -> None:
        self.rows, self.label, self.categories = data, label, cat_features


class Boosted:
    def fit(self, pool: Pool) -> Boosted:
        self.model = linear.Ridge().fit(pool.rows, pool.label)
        return self

    def predict(self, pool: Pool) -> Any:
        return self.model.predict(pool.rows)


def test_where_rows_are_not_told_again_answers_are_compared(
    table: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("catboost")
    module.Pool, module.Boosted = Pool, Boosted  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "catboost", module)
    train = "from catboost import Boosted, Pool\npool = Pool(X, y, cat_features=['rooms'])\nmodel = Boosted()\nmodel.fit(pool)"
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, train, "p = model.predict(pool)")
    checked(found)
    names = watched(found)
    assert list(names["predict"](names[found.made[0].rows])) == list(names["p"])  # type: ignore[operator, call-overload]
    assert as_the_notebook_did(found.made[0], {**names, "pool": Pool(names["X"] + 1)})["missing"]  # type: ignore[operator]
