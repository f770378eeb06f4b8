"""Rows that estimators are given, where nothing else tells what brought them in."""

from __future__ import annotations

import sys

import pytest
from notebooks import flow_of
from served_rows import ASK, IMPORTS, SPLIT, checked, synthesis, watched

from converter.rewrite.serving.splits import parts_of_split

pytest.importorskip("sklearn")
pytest.importorskip("pandas")

WAVES = '''
import numpy as np
import pandas as pd


class Drawn:
    def __init__(self, X, y):
        self.X, self.y = X, y


def draw(n):
    rng = np.random.default_rng(3)
    X = rng.uniform(-3, 3, size=(n, 2))
    return X, X[:, 0] + X[:, 1], rng.uniform(-3, 3, size=(5, 2))


def nested(n):
    X, y, new = draw(n)
    return (X, y), (new, new[:, 0])


def drawn(n):
    return Drawn(*draw(n)[:2])


def flats(n):
    X, y, _ = draw(n)
    return pd.DataFrame({"size": X[:, 0], "rooms": X[:, 1], "price": y})


def lines(n):
    X, y, _ = draw(n)
    return [" ".join(map(str, row)) for row in np.c_[X, y]]


def train_valid_test_split(X, y):
    return X[:20], X[20:30], X[30:], y[:20], y[20:30], y[30:]


def scaled(X):
    return X / X.max(), X.max()
'''
BEGUN = {
    "one of several values of a library's function": (
        "X, y, test = waves.draw(60)\nmodel = Ridge().fit(X, y)"
    ),
    "one in a tuple of tuples": (
        "(X, y), (test, told) = waves.nested(60)\nX = X / 3\ntest = test / 3\nmodel = Ridge().fit(X, y)"
    ),
    "a name for several values": (
        "everything = waves.draw(60)\nX, y, test = everything\nmodel = Ridge().fit(X, y)"
    ),
    "parts of an array": (
        "everything = np.loadtxt(waves.lines(60))\nX, y = everything[:, :2], everything[:, 2]" + SPLIT
    ),
    "a part of an object": "bunch = waves.drawn(60)\nX = bunch.X\ny = bunch.y" + SPLIT,
    "a part of what a call returns": (
        "X = waves.drawn(60).X\ny = waves.drawn(60).y" + SPLIT
    ),
    "a frame, whose columns change": (
        'df = waves.flats(60)\ndf["rooms"] = df["rooms"].clip(0, 2)\n'
        'X = df.drop(columns="price")\ny = df["price"]' + SPLIT
    ),
    "a frame of records": (
        'read = [{"size": i, "rooms": i % 3, "price": 2 * i} for i in range(40)]\n'
        'df = pd.json_normalize(read)\nX = df[["size", "rooms"]]\ny = df["price"]' + SPLIT
    ),
    "arrays that are put together": (
        "rng = np.random.default_rng(0)\nlow = rng.normal(0, 1, (30, 2))\nhigh = rng.normal(2, 1, (30, 2))\n"
        "X = np.concatenate([low, high])\ny = np.r_[np.zeros(30), np.ones(30)]" + SPLIT
    ),
    "arrays of a list of draws": (
        "X = np.vstack([np.random.normal(c, 1, (30, 2)) for c in (0, 4)])\n"
        "y = np.r_[np.zeros(30), np.ones(30)]" + SPLIT
    ),
    "what one of two ways brings in": (
        "try:\n    X, y, test = waves.draw(60)\nexcept OSError:\n    X, y, test = waves.draw(30)\n"
        "model = Ridge().fit(X, y)"
    ),
}


@pytest.fixture
def waves(tmp_path, monkeypatch):
    (tmp_path / "waves.py").write_text(WAVES)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "waves", raising=False)


@pytest.mark.parametrize("cell", BEGUN.values(), ids=BEGUN)
def test_rows_begin_where_the_way_back_from_an_estimator_ends(cell, waves):
    found = synthesis(IMPORTS, "import waves", cell, ASK)
    assert len(found.made) == 1 and not found.refused
    checked(found)


def test_a_split_of_a_library_gives_as_many_parts_of_each(waves):
    cell = (
        "from waves import flats, train_valid_test_split\ndf = flats(60)\n"
        'X = df[["size", "rooms"]]\ny = df["price"]\n'
        "train, valid, test, y_train, y_valid, y_test = train_valid_test_split(X, y)\n"
        "model = Ridge().fit(train, y_train)"
    )
    found = synthesis(IMPORTS, cell, ASK)
    assert not found.refused
    checked(found)


NO_SPLITS = {
    "parts of one value": ("X_train, X_test, y_train, y_test = split(df)", 0),
    "what splits texts": ("head, tail = os.path.splitext(path)", 0),
    "a function of the notebook": ("a, b, c, d = own_split(X, y)", 0),
    "two parts of each of two": ("a, b, c, d = temporal_train_test_split(y, X)", 2),
    "three parts of one": ("a, b, c = split(X)", 3),
}


OWN = """
class Curve:
    def fit(self, X, y):
        return self

    def predict(self, times):
        return [0.0]
"""


def test_an_object_of_a_class_is_no_rows(waves):
    fit = "X, y, _ = waves.draw(9)\ncurve = Curve().fit(X, y)\ntimes = waves.Drawn(1, 2)"
    found = synthesis(IMPORTS, OWN, "import waves", fit, "print(curve.predict(times))")
    assert not any("times = rows.copy()" in cell.code for cell in found.program.cells)


def test_what_turns_out_to_be_no_rows_does_not_stop_the_watched_run(waves):
    fit = "X, y, _ = waves.draw(9)\ncurve = Curve().fit(X, y)\ntimes = waves.drawn(3)"
    found = synthesis(IMPORTS, OWN, "import waves", fit, "print(curve.predict(times))")
    names = watched(found)
    assert names[found.made[0].rows] is names["times"]


@pytest.mark.parametrize(("text", "parts"), NO_SPLITS.values(), ids=NO_SPLITS)
def test_what_splits_is_told_by_its_name_and_numbers(text, parts):
    statements = flow_of("def own_split(X, y):\n    return X, X, y, y", text).statements
    node = statements[-1].node
    assert parts_of_split(node.value, len(node.targets[0].elts), statements) == parts


def test_what_is_made_of_rows_by_an_unknown_function_is_said_so(waves, table):
    cell = (
        f"df = pd.read_csv({str(table)!r}).fillna(0)\nimport waves\n"
        'X, most = waves.scaled(df[["size", "rooms"]])\nmodel = Ridge().fit(X, df["price"])'
    )
    found = synthesis(IMPORTS, cell, "print(model.predict(X)[:3])")
    assert not found.made
    assert found.refused[0][1] == "how it is made of the rows of 'df' cannot be told"


def test_texts_that_name_columns_are_no_rows(table):
    means = (
        'towns = pd.DataFrame(df["town"].unique(), columns=["town"])\n'
        'towns.loc[:, ["size", "rooms"]] = df[["size", "rooms"]].mean().values\n'
        'print(model.predict(towns[["size", "rooms"]]))'
    )
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = 'model = Ridge().fit(df[["size", "rooms"]], df["price"])\nmodel.predict(df[["size", "rooms"]])'
    found = synthesis(IMPORTS, read, fit, means)
    checked(found)
    assert "df = rows.copy()" in "\n".join(cell.code for cell in found.program.cells)
