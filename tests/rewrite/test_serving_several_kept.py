"""Verdicts that read several things which a notebook keeps of the same rows' answers are answered beside them."""

from __future__ import annotations

import pytest
from served_rows import IMPORTS, NUMBERS, checked, synthesis, watched

pytest.importorskip("sklearn")

FIT = "model = LogisticRegression().fit(X, df['size'] + df['rooms'] * 20 > 150)"
BOTH = "pred = model.predict(X)\np = model.predict_proba(X)[:, 1]\n"

SEVERAL = {
    "two questions": BOTH + "kept = np.where(pred & (p > 0.9), 'sure', 'unsure')",
    "in one expression": "kept = np.where(model.predict(X) & (model.predict_proba(X)[:, 1] > 0.9), 'sure', 'unsure')",
    "the question after the other": (
        "proba = model.predict_proba(X)\npred = model.predict(X)\nsure = proba.max(axis=1)\n"
        "kept = np.where(pred & (sure > 0.9), 'sure', 'unsure')"
    ),
    "two of one question": (
        "proba = model.predict_proba(X)\npred = (proba[:, 1] > 0.4).astype(int)\nsure = np.max(proba, axis=1)\n"
        "kept = np.where((pred == 1) & (sure > 0.9), 'sure', 'unsure')"
    ),
    "how sure it is before the next": (
        "proba = model.predict_proba(X)\npred = model.predict(X)\nordered = np.sort(proba, axis=1)\n"
        "margin = ordered[:, -1] - ordered[:, -2]\nkept = np.where(margin < 0.99, 'review', np.where(pred, 'dear', 'cheap'))"
    ),
    "columns": (
        "out = X.copy()\nout['p'] = model.predict_proba(X)[:, 1]\nout['pred'] = (out['p'] > 0.4).astype(int)\n"
        "out['kept'] = np.where(out['p'] > 0.99, 'high', np.where(out['pred'] == 1, 'mid', 'low'))\nkept = out['kept']"
    ),
    "columns of a table": (
        BOTH + "out = pd.DataFrame({'pred': pred, 'p': p, 'truth': y > 400})\n"
        "out['kept'] = (out['p'] < 0.9) & out['pred'].astype(bool)\nkept = out['kept']"
    ),
    "columns that other columns override": (
        "out = X.copy()\nout['pred'] = model.predict(X)\nout['p'] = model.predict_proba(X)[:, 1]\n"
        "out['kept'] = np.where(out['pred'] & (out['size'] > 90), out['p'], 0)\nkept = out['kept']"
    ),
    "a threshold that is another later": (
        BOTH + "t = 0.4\nflag = p > t\nt = 0.999\nkept = np.where(flag & (p < 0.99), 'sure', 'unsure')"
    ),
    "along rows": (
        "out = X.copy()\nout['p'] = model.predict_proba(X)[:, 1]\nout['pred'] = out['p'] > 0.4\ndef told(row):\n"
        "    if row['pred'] and row['size'] > 90:\n        return 'a'\n    return 'b' if row['p'] > 0.2 else 'c'\n\n"
        "out['kept'] = out.apply(told, axis=1)\nkept = out['kept']"
    ),
    "along rows, of answers only": (
        "out = X.copy()\nout['pred'] = model.predict(X)\nout['p'] = model.predict_proba(X)[:, 1]\n"
        "out['kept'] = out.apply(lambda r: 'sure' if r['p'] > 0.9 and r['pred'] else 'unsure', axis=1)\nkept = out['kept']"
    ),
    "a list that a frame keeps": (
        "out = X.copy()\nout['p'] = model.predict_proba(X)[:, 1]\n"
        "out['label'] = ['a' if v > 0.9 else 'b' if v > 0.5 else 'c' for v in out['p']]\n"
        "out['kept'] = np.where((out['label'] == 'b') | (out['p'] > 0.99), 'x', 'y')\nkept = out['kept']"
    ),
    "columns of which others were set in between": (
        "names = ['size', 'rooms']\ndf['pred'] = model.predict(df[names])\ndf['noted'] = 1\n"
        "df['p'] = model.predict_proba(df[names])[:, 1]\ndf['other'] = 2\n"
        "df['kept'] = np.where(df['pred'] & (df['p'] > 0.9), 'sure', 'unsure')\nkept = df['kept']"
    ),
    "a loop that goes through other things, too": (
        "texts = [str(i) for i in range(len(X))]\npred = model.predict(X)\nkept = []\nfor text, one in zip(texts, pred):\n"
        "    kept.append('dear' if one else 'cheap')"
    ),
    "a list of both": BOTH + "kept = ['sure' if a and b > 0.9 else 'unsure' for a, b in zip(pred, p)]",
    "a list with a column": BOTH + "kept = [b * size for b, size in zip(p, X['size'])]",
    "a list whose names are others', too": (
        BOTH + "for a, b in zip(pred, p):\n    print(a, b)\n\nkept = ['sure' if a and b > 0.9 else 'unsure' for a, b in zip(pred, p)]"
    ),
    "a loop over both": (
        BOTH + "kept = []\nfor a, b in zip(pred, p):\n    if a and b > 0.9:\n        kept.append('sure')\n"
        "    else:\n        kept.append('unsure')"
    ),
    "a loop by number": (
        BOTH + "kept = []\nfor i in range(len(pred)):\n    if pred[i] and p[i] > 0.9:\n        kept.append('sure')\n"
        "    else:\n        kept.append('unsure')"
    ),
    "a loop with a column": (
        "out = X.copy()\nout['p'] = model.predict_proba(X)[:, 1]\nkept = []\nfor p, size in zip(out['p'], out['size']):\n"
        "    kept.append('a' if p > 0.5 and size > 90 else 'b')"
    ),
    "of a model that learns again": (
        "pred = model.predict(X)\nmodel.fit(X, df['size'] > 90)\np = model.predict_proba(X)[:, 1]\n"
        "kept = np.where(pred & (p > 0.9), 'a', 'b')"
    ),
    "columns of what was asked about": (
        "names = ['size', 'rooms']\ndf['p'] = model.predict_proba(df[names])[:, 1]\n"
        "df['kept'] = np.where((df['p'] > 0.6) & (df['size'] > 90), 'a', 'b')\nkept = df['kept']"
    ),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_what_is_made_of_several_is_served(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, FIT, SEVERAL[name])
    checked(found)
    names = watched(found)
    answers = names["predict"](names[found.made[0].rows])
    assert list(answers["kept"]) == list(names["kept"]) and len(set(names["kept"])) > 1


def test_a_list_that_is_read_again_gets_a_name(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, FIT, SEVERAL["a list that a frame keeps"])
    text = found.program.cells[-1].code
    assert text[text.index("def predict(") :].count("for v in") == 1


def test_each_question_is_asked_once(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, FIT, SEVERAL["two questions"])
    text = found.program.cells[-1].code
    body = text[text.index("def predict(") :]
    assert body.count("model.predict(") == body.count("model.predict_proba(") == 1


AMENDED = {
    "by how sure it is": "sure = model.predict_proba(X).max(axis=1)\npred = model.predict(X)\npred = np.where(sure < 0.9, -1, pred)",
    "by another model": (
        "other = LogisticRegression().fit(X, df['size'] > 90)\npred = model.predict(X)\nsecond = other.predict(X)\n"
        "pred = np.where(second, pred, -1)"
    ),
}


@pytest.mark.parametrize("name", AMENDED)
def test_answers_that_others_amend_are_served_so(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, FIT, AMENDED[name], wanted=("model",))
    checked(found)
    names = watched(found)
    answers = names["predict"](names[found.made[0].rows])
    told = answers["prediction"] if isinstance(answers, dict) else answers
    assert list(told) == list(names["pred"]) and -1 in names["pred"]


ANEW = {
    "by a bound": "pred = other.predict(X)\nkept = np.where(pred < 470, 470, pred)",
    "by two bounds": "pred = other.predict(X)\nleast = np.maximum(pred, 460)\nkept = np.minimum(least, 480)",
    "by a method": "pred = pd.Series(other.predict(X), index=X.index)\nkept = pred.clip(460, 480)",
    "by another model": "pred = other.predict(X)\ndear = model.predict(X)\nkept = np.where(dear, pred, 0)",
}


@pytest.mark.parametrize("name", ANEW)
def test_answers_that_are_set_anew_by_another_name_are_served_beside_them(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    other = FIT + "\nother = Ridge().fit(X, y)"
    found = synthesis(IMPORTS, read, NUMBERS, other, ANEW[name], wanted=("other",))
    checked(found)
    names = watched(found)
    answers = names["predict"](names[found.made[0].rows])
    assert list(answers) == ["prediction", "kept"] and len(set(names["kept"])) > 1
    assert list(answers["kept"]) == pytest.approx(list(names["kept"]))
    assert list(answers["kept"]) != list(answers["prediction"])


OTHERWISE = {
    "of other rows": "p = model.predict_proba(X)[:, 1]\nother = model.predict(X[::-1])\nkept = np.where(other & (p > 0.9), 'a', 'b')",
    "of rows that are others since": (
        "p = model.predict_proba(X)[:, 1]\nX = X * 2\npred = model.predict(X)\nkept = np.where(pred & (p > 0.9), 'a', 'b')"
    ),
    "of what is another since": BOTH + "p[:5] = 0.5\nkept = np.where(pred & (p > 0.9), 'a', 'b')",
    "of what a function reads under a column's name": (
        "out = X.copy()\nout['pred'] = model.predict(X)\nout['p'] = model.predict_proba(X)[:, 1]\np = 0.99\n"
        "out['kept'] = out.apply(lambda r: 'a' if r['p'] > p and r['pred'] else 'b', axis=1)"
    ),
    "of a function that is called as a column": (
        "def pred(row):\n    return 'a' if row['p'] > 0.9 and row['pred'] else 'b'\n\nout = X.copy()\n"
        "out['pred'] = model.predict(X)\nout['p'] = model.predict_proba(X)[:, 1]\nout['kept'] = out.apply(pred, axis=1)"
    ),
    "of what a loop changes by another name": (
        "proba = model.predict_proba(X)\nfor row in proba:\n    same = row\n    same[1] = 0\nkept = proba[:, 1] > 0.5"
    ),
    "of rows that are others since, asked by a word": (
        "p = model.predict_proba(X=X)[:, 1]\nX = X[::-1].reset_index(drop=True)\nkept = list(p * X['size'])"
    ),
    "beside the truth": BOTH + "kept = ['a' if one and of > 300 else 'b' for one, of in zip(pred, y)]",
    "of columns that were no features": (
        "names = ['size', 'rooms']\ndf['p'] = model.predict_proba(df[names])[:, 1]\ndf['kept'] = df['p'] * df['price']"
    ),
    "of a column that is another since": (
        "names = ['size', 'rooms']\ndf['p'] = model.predict_proba(df[names])[:, 1]\ndf['size'] = df['size'] * 2\n"
        "df['kept'] = df['p'] * df['size']"
    ),
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_rows_do_not_tell_is_not_served(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, FIT, OTHERWISE[name])
    for made in found.made:
        names = watched(found)
        answers = names[made.name](names[made.rows])
        assert not isinstance(answers, dict) or "kept" not in answers


def test_a_list_is_gone_through_for_each(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    ask = "p = model.predict_proba(X)[:, 1]\nhalf = [a / b for a, b in zip(p, X['size'])]\ntwice = [a * b for a, b in zip(p, X['size'])]"
    found = synthesis(IMPORTS, read, NUMBERS, FIT, ask)
    names = watched(found)
    answers = names["predict"](names[found.made[0].rows])
    assert list(answers["half"]) == names["half"] and list(answers["twice"]) == names["twice"]
