"""How far rows are from what an estimator makes of them is what an autoencoder is asked for."""

from __future__ import annotations

import sys

import pytest
from served_rows import IMPORTS, checked, synthesis, watched

from converter.probe.prepared import checked as compared

pytest.importorskip("sklearn")

MODEL = """
from sklearn.neural_network import MLPRegressor
df = df[["size", "rooms"]]
train, test = train_test_split(df, random_state=0)
scaler = MinMaxScaler()
X_train = scaler.fit_transform(train)
X_test = scaler.transform(test)
coder = MLPRegressor(hidden_layer_sizes=(3, 1, 3), max_iter=30, random_state=0).fit(X_train, X_train)
"""
TOLD = "told = coder.predict(X_test)\n"
ERRORS = {
    "means of squares": TOLD + "errors = np.mean(np.square(X_test - told), axis=1)",
    "the other way round": TOLD + "errors = np.mean((told - X_test) ** 2, axis=1)",
    "of one expression": "errors = np.abs(coder.predict(X_test) - X_test).max(axis=1)",
    "a method": TOLD + "errors = np.power(X_test - told, 2).mean(axis=1)",
    "its root": TOLD + "errors = np.sqrt(((X_test - told) ** 2).mean(1))",
    "a norm": TOLD + "errors = np.linalg.norm(X_test - told, axis=1)",
    "of all axes but the first": TOLD + "left = (X_test - told).reshape(-1, 2, 1)\nerrors = np.mean(left ** 2, axis=(1, 2))",
    "step by step": TOLD + "left = X_test - told\nsquares = left ** 2\nerrors = squares.sum(axis=1)",
}


@pytest.mark.parametrize("text", ERRORS.values(), ids=ERRORS)
def test_what_a_reconstruction_misses_is_the_answer(table, text):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, MODEL, text)
    (made,) = found.made
    checked(found)
    names = watched(found)
    assert names[made.name](names["test"]) == pytest.approx(names["errors"], abs=1e-12)


def test_what_is_decided_by_it_is_answered_beside_it_by_the_threshold_of_training(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    train = "told = coder.predict(X_train)\nlost = np.mean((X_train - told) ** 2, axis=1)\nlimit = np.percentile(lost, 95)"
    test = TOLD + "errors = np.mean((X_test - told) ** 2, axis=1)\nodd = errors > limit\nprint(odd.sum())"
    found = synthesis(IMPORTS, read, MODEL, train, test)
    (made,) = found.made
    names = watched(found)
    answers = names[made.name](names["test"])
    assert list(answers) == ["score", "odd"]
    assert answers["odd"].tolist() == names["odd"].tolist()
    assert answers["score"] == pytest.approx(names["errors"], abs=1e-12)


class Loose:
    """A network in single precision: what it says of a row depends, a little, on how many come with it."""

    def __init__(self, coder):
        self.coder = coder

    def predict(self, X):
        return self.coder.predict(X) + 1e-7 / len(X)


@pytest.mark.parametrize(("loaded", "why"), [(True, None), (False, "a row that comes alone is prepared otherwise")])
def test_answers_in_single_precision_may_differ_in_their_last_digits(table, monkeypatch, loaded, why):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, MODEL, ERRORS["means of squares"])
    (made,) = found.made
    names = watched(found)
    names["coder"] = Loose(names["coder"])
    names["errors"] = names[made.name](names["test"])
    monkeypatch.setitem(sys.modules, "torch", object()) if loaded else monkeypatch.delitem(sys.modules, "torch", False)
    for name in ("keras", "tensorflow"):
        monkeypatch.delitem(sys.modules, name, False)
    told = compared({"rows": made.rows, "prepared": made.prepared, "tested": "errors", "answers": made.answers}, names)
    assert told.get("why", "").startswith(why) if why else "why" not in told


@pytest.mark.parametrize(
    "text",
    [
        TOLD + "errors = np.mean(np.square(X_train[:len(told)] - told), axis=1)",
        TOLD + "X_test = X_test * 2\nerrors = np.mean(np.square(X_test - told), axis=1)",
        TOLD + "errors = np.mean(np.square(X_test - told))",
        TOLD + "errors = np.mean(np.square(X_test - told), axis=0)",
    ],
)
def test_other_differences_are_no_answers(table, text):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, MODEL, text)
    (made,) = found.made
    assert "return coder.predict(" in "\n".join(cell.code for cell in found.program.cells)
