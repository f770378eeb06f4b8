"""What a notebook says of the one row that it asked about is answered of each row."""

from __future__ import annotations

import pytest
from served_rows import IMPORTS, NUMBERS, checked, synthesis, watched

pytest.importorskip("sklearn")

FIT = "model = LogisticRegression().fit(X, df['size'] + df['rooms'] * 20 > 150)\nnew = X.iloc[[{}]]\n"
DEAR = "{} = 'dear' if {} else 'cheap'"
BRANCHES = "if {}:\n    {}\nelif {}:\n    {}\nelse:\n    {}\n"

SAID = {
    "by the first": "pred = model.predict(new)\n" + DEAR.format("kept", "pred[0] == 1"),
    "in one line": DEAR.format("kept", "model.predict(new)[0]"),
    "by a name": "pred = model.predict(new)[0]\n" + DEAR.format("kept", "pred"),
    "by an item": "pred = model.predict(new)\n" + DEAR.format("kept", "pred.item() == True"),
    "by a share": "proba = model.predict_proba(new)\n" + DEAR.format("kept", "proba[0][1] > 0.4"),
    "by a share at two places": "proba = model.predict_proba(new)\n" + DEAR.format("kept", "proba[0, 1] > 0.4"),
    "by a share in percent": (
        "share = round(model.predict_proba(new)[0][1] * 100, 1)\n"
        + BRANCHES.format("share > 90", "kept = 'dear'", "share > 20", "kept = 'mid'", "kept = 'cheap'")
    ),
    "by both": (
        "pred = model.predict(new)[0]\nshare = model.predict_proba(new)[0][1]\n" + DEAR.format("kept", "pred and share > 0.9")
    ),
    "by a threshold that is another later": "t = 0.4\nshare = model.predict_proba(new)[0][1]\n" + DEAR.format("kept", "share > t") + "\nt = 2",
    "by a number that is asked of other rows later": (
        "pred = model.predict(new)\n" + DEAR.format("kept", "pred[0]") + "\npred = model.predict(X)\nprint(len(pred))"
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_what_is_said_of_one_row_is_said_of_each(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    said = set()
    for place in (0, 1, 4):
        found = synthesis(IMPORTS, read, NUMBERS, FIT.format(place) + SAID[name])
        checked(found)
        names = watched(found)
        answers = names["predict"](names["X"])
        assert answers["kept"][place] == names["kept"]
        said |= {names["kept"]}
    assert len(said) > 1


def printed(kind: str) -> str:
    return f"print('It is {kind}')"


MESSAGES = {
    "by the first": BRANCHES.format("pred[0] == 9", printed("odd"), "pred[0]", printed("dear"), printed("cheap")),
    "by the whole": BRANCHES.format("pred == 9", printed("odd"), "pred == True", printed("dear"), printed("cheap")),
    "in brackets": BRANCHES.format("(pred[0] == 9)", printed("odd"), "(pred[0] == 1)", printed("dear"), printed("cheap")),
    "in one line": "print('It is dear' if pred[0] else 'It is cheap')",
    "beside other words": "print(f\"Flat 1: {'It is dear' if pred[0] == 1 else 'It is cheap'} ({len(pred)})\")",
    "in a loop": "names = ['a']\nfor name, each in zip(names, pred):\n    print(name, 'It is dear' if each else 'It is cheap')",
    "in a loop by number": "for i in range(len(pred)):\n    print(i, 'It is dear' if pred[i] else 'It is cheap')",
}


@pytest.mark.parametrize("name", MESSAGES)
def test_what_is_printed_of_one_row_is_a_message_about_each(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, FIT.format(1) + "pred = model.predict(new)\n" + MESSAGES[name])
    checked(found)
    names = watched(found)
    answers = names["predict"](names["X"])
    assert list(answers) == ["prediction", "message"]
    told = ["It is dear" if each else "It is cheap" for each in names["model"].predict(names["X"])]
    assert answers["message"] == told and len({*told}) == 2


@pytest.mark.parametrize("bound", ["max(470, pred[0])", "min(pred[0], 470)", "float(np.clip(pred[0], 470, 10000))"])
def test_a_bound_of_one_answer_is_one_of_each(bound, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    said = set()
    for place in (0, 1, 2):
        fit = f"model = Ridge().fit(X, y)\nnew = X.iloc[[{place}]]\npred = model.predict(new)\nkept = {bound}"
        found = synthesis(IMPORTS, read, NUMBERS, fit)
        checked(found)
        names = watched(found)
        answers = names["predict"](names["X"])
        assert answers["kept"][place] == pytest.approx(names["kept"])
        said |= {answers["kept"][place] == answers["prediction"][place]}
    assert said == {True, False}


def test_a_transformation_that_is_taken_back_of_one_row_is_for_each(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = "model = Ridge().fit(X, np.log1p(y))\nnew = X.iloc[[2]]\nlog = model.predict(new)[0]\nkept = np.expm1(log)"
    found = synthesis(IMPORTS, read, NUMBERS, fit)
    checked(found)
    names = watched(found)
    assert names["predict"](names["X"])[2] == pytest.approx(names["kept"])


NAMED = {
    "by a dict": "kinds = {False: 'cheap', True: 'dear'}\nkept = kinds[pred[0]]",
    "by its method": "kinds = {False: 'cheap', True: 'dear'}\nkept = kinds.get(pred[0], 'odd')",
    "by a list": "kinds = ['cheap', 'dear']\nkept = kinds[int(pred[0])]",
    "printed": "kinds = ['cheap', 'dear']\nprint('It is', kinds[int(pred[0])], pred[0])",
}


@pytest.mark.parametrize("name", NAMED)
def test_names_of_one_answer_are_those_of_each(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, FIT.format(1) + "pred = model.predict(new)\n" + NAMED[name])
    checked(found)
    names = watched(found)
    answers = names["predict"](names["X"])
    told = ["dear" if each else "cheap" for each in names["model"].predict(names["X"])]
    assert list(answers["name" if name == "printed" else "kept"]) == told and len({*told}) == 2


SILENT = {
    "the truth": "if pred[0] == y[0]:\n    print('right')\nelse:\n    print('wrong')",
    "no other branch": "if pred[0]:\n    print('It is dear')",
    "more than a text": "if pred[0]:\n    print('It is dear')\n    print('Sorry')\nelse:\n    print('It is cheap')",
    "numbers in it": "if pred[0]:\n    print('It is', pred[0])\nelse:\n    print('It is cheap')",
    "the truth, in a loop": "for each, of in zip(pred, y):\n    print('right' if each == of else 'wrong')",
    "two of them": "print('a' if pred[0] else 'b', 'c' if pred[0] else 'd')",
    "a number or a text": "print(pred[0] if pred[0] else 'none')",
    "a row of the data": "print(y[int(pred[0])])",
    "a table that changes": "kinds = ['cheap', 'dear']\nkinds[0] = 'odd'\nkept = kinds[int(pred[0])]",
    "how many": "if len(pred) > 1:\n    print('many')\nelse:\n    print('one')",
    "a name of its own": "message = 'x'\nif pred[0]:\n    print('It is dear')\nelse:\n    print('It is cheap')",
    "a name that is not the answer any more": (
        "pred = [0]\nif pred[0]:\n    print('It is dear')\nelse:\n    print('It is cheap')"
    ),
    "a name of both": "one = 1\nif pred[0] == one:\n    print('It is dear')\nelse:\n    print('It is cheap')",
}


@pytest.mark.parametrize("name", SILENT)
def test_other_branches_say_nothing_of_each(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, FIT.format(1) + "pred = model.predict(new)\n" + SILENT[name])
    checked(found)
    names = watched(found)
    assert not isinstance(names["predict"](names["X"]), dict)


def test_names_of_the_notebook_may_be_those_of_what_is_answered(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, FIT.format(1) + "prediction = model.predict(new)\n" + DEAR.format("kept", "prediction[0]"))
    text = found.program.cells[-1].code
    assert "    prediction = model.predict(X)\n" in text and "prediction_" not in text


def test_the_name_that_a_data_set_has_for_one_answer_is_that_of_each():
    found = synthesis(
        IMPORTS,
        "from sklearn.datasets import load_iris\niris = load_iris()",
        "X_train, X_test, y_train, y_test = train_test_split(iris.data, iris.target, random_state=0)",
        "model = LogisticRegression(max_iter=500).fit(X_train, y_train)",
        "pred = model.predict([[5, 2.9, 1, 0.2]])\nprint(iris.target_names[pred[0]])",
    )
    names = watched(found)
    answers = names["predict"](names["X_test"])
    assert list(answers["name"]) == list(names["iris"].target_names[answers["prediction"]])
