"""Answers of several values, by the names that the notebook gives them."""

from __future__ import annotations

import pytest
from served_rows import IMPORTS, checked, synthesis, watched

pytest.importorskip("sklearn")

FIT = 'X, Y = df[["size"]], df[["price", "rooms"]]\nmodel = Ridge().fit(X, Y)'
NAMED = {
    "at once": "out = pd.DataFrame(model.predict(X), columns=['worth', 'space'])",
    "by a name": "kept = model.predict(X)\nout = pd.DataFrame(kept, columns=['worth', 'space'], index=X.index)",
    "by a list with a name": "names = ['worth']\nnames.append('space')\n"
    "out = pd.DataFrame(model.predict(X), columns=names)",
}
OTHERS = {
    "a list that is another later": "names = ['a', 'b']\nout = pd.DataFrame(model.predict(X), columns=names)\n"
    "names = ['c', 'd']",
    "two frames": NAMED["at once"] + "\nmore = pd.DataFrame(model.predict(X), columns=['a', 'b'])",
    "no names": "out = pd.DataFrame(model.predict(X))",
    "names of training's": "out = pd.DataFrame(model.predict(X), columns=Y.columns)",
    "a name that is another later": "kept = model.predict(X)\nkept[:] = 0\nout = pd.DataFrame(kept, columns=['a', 'b'])",
}


def served(table, cells):
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r}).fillna(0)", FIT, cells)
    checked(found)
    names = watched(found)
    return names["predict"](names[found.made[0].rows].drop(columns=["price", "rooms"])), names


@pytest.mark.parametrize("name", NAMED)
def test_values_have_the_names_of_the_notebooks_frame(name, table):
    answer, names = served(table, NAMED[name])
    assert answer.equals(names["out"].reset_index(drop=True))


@pytest.mark.parametrize("name", OTHERS)
def test_other_answers_are_lists(name, table):
    answer, _ = served(table, OTHERS[name])
    assert answer.shape == (100, 2) and not hasattr(answer, "columns")


def test_shares_of_several_labels_have_their_names(table):
    fit = (
        "from sklearn.multiclass import OneVsRestClassifier\nlabels = ['large', 'dear']\nX = df[['size']]\n"
        "Y = pd.DataFrame({'large': df['size'] > 90, 'dear': df['price'] > 500}).astype(int)\n"
        "model = OneVsRestClassifier(LogisticRegression()).fit(X, Y)"
    )
    ask = "p = model.predict_proba(X)\nout = pd.DataFrame(p, columns=labels).round(2)"
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r})", fit, ask)
    checked(found)
    names = watched(found)
    assert names["predict"](names[found.made[0].rows]).round(2).equals(names["out"])
