"""An estimator whose name is another's later, or that learns something else later, is served as it was asked."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("sklearn")
from served_rows import IMPORTS, NUMBERS, checked, synthesis, watched

LEARN = (
    "train, test, y_train, y_test = train_test_split(X, y, random_state=0)\n"
    "model = Ridge()\nmodel.fit(train, y_train)\n"
)
ASKED = LEARN + "pred = model.predict(test)"
FILLED = NUMBERS.replace('X = df[["size", "rooms"]]', 'X = df[["size", "rooms"]].fillna(1)')
COMPARE = (
    "from sklearn.feature_selection import RFE\nfrom sklearn.model_selection import GridSearchCV\n"
    "from sklearn.pipeline import Pipeline\n"
    "def score(model, X, y):\n    model.fit(X, y)\n    told = model.predict(X)\n"
    "    print(model.__class__.__name__, told.mean())\n"
)
LATER = {
    "another by that name": "model = Ridge(alpha=9)\nscore(model, train, np.log(y_train))",
    "another in a loop": "for model in [Ridge(alpha=9)]:\n    score(model, train, np.log(y_train))",
    "the same, fitted in a function": "score(model, train, np.log(y_train))",
    "the same, of another target": "model.fit(train, np.log(y_train))",
    "the same, of another target by name": "y = np.log(y)\nmodel.fit(X, y)",
    "the same, in a table": "models = {'ridge': model}\nfor key, each in models.items():\n    each.fit(train, -y_train)",
    "the same, in a pipeline": "p = Pipeline([('m', model)])\np.fit(train, -y_train)",
    "the same, of other columns": "model.fit(train[['size']], y_train)",
}
SAME = {
    "a search": "search = GridSearchCV(model, {'alpha': [1, 2]})\nsearch.fit(train, -y_train)",
    "a search at once": "GridSearchCV(model, {'alpha': [1, 2]}).fit(train, -y_train)",
    "features": "rfe = RFE(estimator=model, n_features_to_select=1)\nrfe = rfe.fit(train, -y_train)",
    "a table that is only looked at": "models = {'ridge': model}\n"
    "for key, each in models.items():\n    print(each.score(test, y_test))",
    "all rows": "model.fit(X, y)",
    "rows put together again": "model.fit(pd.concat([train, test]), pd.concat([y_train, y_test]))",
    "the same rows": "model.fit(train, y=y_train)",
}


def answers(table, ask: str, later: str, scale: str = ""):
    found = synthesis(
        IMPORTS + COMPARE, f"df = pd.read_csv({str(table)!r})", FILLED, ask, scale, later
    )
    assert not found.refused
    checked(found)
    names = watched(found)
    rows = names["df"].loc[names["test"].index]
    return found, names, names["predict"](rows)


@pytest.mark.parametrize("later", LATER.values(), ids=LATER)
def test_what_was_asked_answers(table, later):
    found, names, answered = answers(table, ASKED, later)
    assert np.allclose(answered, names["pred"])
    assert "model_then" in [name for name, _ in found.made[0].frozen]


@pytest.mark.parametrize("later", SAME.values(), ids=SAME)
def test_what_learns_the_same_of_more_rows_is_the_one_that_the_notebook_ends_with(table, later):
    found, names, answered = answers(table, ASKED, later)
    assert "model_then" not in [name for name, _ in found.made[0].frozen]
    assert np.allclose(answered, names["model"].predict(names["test"]))


def test_what_is_made_of_the_answers_is_of_the_one_that_was_asked_last(table):
    first = ASKED + "\nprint(pred.mean())\n"
    again = (
        LEARN.replace("y, random", "np.log(y), random")
        + "pred = model.predict(test)\nback = np.exp(pred)"
    )
    _, names, answered = answers(table, first + again, "print(back.mean())")
    assert np.allclose(answered, names["back"])


def test_an_estimator_that_nobody_teaches_again_needs_no_other_name(table):
    found, names, answered = answers(table, ASKED, "print(model.coef_, model.score(test, y_test))")
    assert np.allclose(answered, names["pred"])
    assert not [name for name, _ in found.made[0].frozen]
