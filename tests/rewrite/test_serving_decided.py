"""What a notebook decides by an estimator's answers is answered beside them, by the notebook's own name."""

from __future__ import annotations

import numpy as np
import pytest
from served_rows import IMPORTS, NUMBERS, checked, synthesis, watched

pytest.importorskip("sklearn")

FIT = "model = LogisticRegression().fit(X, df['size'] + df['rooms'] * 20 > 150)"
P = "p = model.predict_proba(X)[:, 1]\n"

LISTED = (
    P + "called = np.array(['cheap', 'dear'])\nkinds = [called[i] for i in model.predict(X).astype(int)]\n"
    "out = pd.DataFrame({'kind': kinds, 'p': p})\n"
)

DECIDED = {
    "in one expression": ("kept = (model.predict_proba(X)[:, 1] >= 0.4).astype(int)", "kept"),
    "by a name": (P + "kept = (p > 0.4).astype(int)", "kept"),
    "by a number that training chose": (
        P + "best, t = 0, 0.5\nfor each in [0.3, 0.4, 0.6]:\n    if (p > each).mean() > 2:\n"
        "        best, t = 1, each\nkept = np.where(p >= t, 'yes', 'no')",
        "kept",
    ),
    "by a number that is another later": (P + "t = 0.4\nkept = p > t\nt = 0.9", "kept"),
    "by a share of all rows": (P + "top = np.quantile(p, 0.8)\nkept = p > top", "kept"),
    "in a comprehension": (P + "kept = [1 if each > 0.4 else 0 for each in p]", "kept"),
    "in bands": (P + "kept = pd.cut(p, [0, 0.3, 0.6, 1], labels=['low', 'mid', 'high'])", "kept"),
    "the likeliest": (
        "kinds = np.array(['cheap', 'dear'])\nkept = kinds[model.predict_proba(X).argmax(axis=1)]", "kept",
    ),
    "how sure it is": ("kept = model.predict_proba(X).max(axis=1) > 0.9", "kept"),
    "as a column": (
        "out = X.copy()\nout['p'] = model.predict_proba(X)[:, 1]\n"
        "out['kind'] = out['p'].apply(lambda v: 'a' if v > 0.4 else 'b')\nkept = out['kind']",
        "kind",
    ),
    "beside the columns": (
        P + "out = X.assign(p=p, kept=np.where(p >= 0.4, 'yes', 'no')).sort_values('p')\nkept = out.sort_index()['kept']",
        "kept",
    ),
    "step by step": (P + "flag = p * 2 > 0.8\nkept = np.where(flag, 'yes', 'no')", "kept"),
    "changed in place before": (P + "p *= 0.5\nkept = p > 0.2", "kept"),
    "by a column changed in place": (
        "out = X.copy()\nout['p'] = model.predict_proba(X)[:, 1]\nout['p'] *= 100\nout.loc[out['p'] < 20, 'p'] = 20\n"
        "out['kind'] = np.where(out['p'] > 40, 'a', 'b')\nkept = out['kind']",
        "kind",
    ),
    "turned round": ("p = -model.predict_proba(X)[:, 1]\nkept = p * 2 < -0.8", "kept"),
    "by names that a frame got as a list": (
        LISTED + "out['kept'] = out['kind'] == 'cheap'\nkept = out['kept']", "kept",
    ),
    "by names that a frame got as a list, read twice": (
        LISTED + "out['kept'] = (out['kind'] == 'cheap') | (out['kind'] == 'none')\nkept = out['kept']", "kept",
    ),
    "by names that a frame got as a list, and more": (
        LISTED + "out['kept'] = (out['kind'] == 'cheap') & (out['p'] > 0.2)\nkept = out['kept']", "kept",
    ),
    "of odds, with a method": (
        P + "points = 600 - 20 * np.log(p / (1 - p))\nkept = points.round() > 597", "kept",
    ),
    "of odds in a column, with a method": (
        P + "points = 600 - 20 * (p / (1 - p))\nout = X.copy()\nout['points'] = points.round()\n"
        "out['band'] = pd.cut(out['points'], [-np.inf, 590, 597, np.inf], labels=['a', 'b', 'c'])\n"
        "kept = out['band'].astype(str)",
        "band",
    ),
    "of a score": ("kept = model.decision_function(X) < 0", "kept"),
    "what is judged": (P + "from sklearn.metrics import f1_score\nf1_score(df['price'] > 450, p > 0.4)\n"
        "kept = np.asarray(p > 0.4)", "kept"),
}  # fmt: skip


@pytest.mark.parametrize("name", DECIDED)
def test_what_the_notebook_decides_is_served(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    ask, key = DECIDED[name]
    found = synthesis(IMPORTS, read, NUMBERS, FIT, ask)
    checked(found)
    names = watched(found)
    answers = names["predict"](names[found.made[0].rows])
    assert list(answers[key]) == list(names["kept"])
    assert len(set(answers[key])) > 1
    (told,) = (np.asarray(each) for kind, each in answers.items() if kind in ("probabilities", "score"))
    assert len(told) == len(names["kept"])


LOST = {
    "where another column is small": "kept[df['price'] < 450] = 0",
    "where all are ordered": "kept = np.where(df['price'] < 450, 0, kept)",
}


@pytest.mark.parametrize("name", LOST)
def test_a_decision_that_other_columns_change_is_not_served_and_that_is_said(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, FIT, P + f"kept = (p > 0.4).astype(int)\n{LOST[name]}\nprint(kept)")
    names = watched(found)
    assert np.asarray(names["predict"](names[found.made[0].rows])).shape[1] == 2
    assert [(each, "of each answer alone" in why) for each, why, _ in found.refused] == [("kept", True)]


LOOKED_UP = {
    "kept": ("kept = kinds[model.predict(X).astype(int)]", "kept"),
    "by a name": ("found = codes.predict(X)\nkept = data['kinds'][found]", "kept"),
    "one by one, in a table that is made": (
        "table = dict(zip([0, 1], kinds))\nkept = [table[each] for each in codes.predict(X)]", "kept",
    ),
    "the second of those that are likely": (
        "few = 2\norder = np.argsort(codes.predict_proba(X), axis=1)[:, ::-1][:, :few]\nkept = kinds[order[:, 1]]", "kept",
    ),
    "one by one, in a part": ("kept = [data['kinds'][each] for each in codes.predict(X)]", "kept"),
    "only shown": ("found = codes.predict(X)\nkept = None\nprint('it is', data['kinds'][found])", "name"),
    "of what is decided": (P + "flag = (p > 0.4).astype(int)\nkept = kinds[flag.astype(int)]", "kept"),
}  # fmt: skip


@pytest.mark.parametrize("name", LOOKED_UP)
def test_names_of_classes_that_are_looked_up_are_served(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    kinds = "kinds = np.array(['cheap', 'dear'])\ndata = {'kinds': kinds}\n"
    kinds += "codes = LogisticRegression().fit(X, (df['size'] > 60).astype(int))\n"
    ask, key = LOOKED_UP[name]
    found = synthesis(IMPORTS, read, NUMBERS, FIT, kinds + ask)
    names = watched(found)
    made = next(each for each in found.made if each.name in ("predict", "predict_codes"))
    answers = names[made.name](names[made.rows])
    kept = names["kept"]
    kept = names["kinds"][names["codes"].predict(names["X"])] if kept is None else kept
    assert list(answers[key]) == list(kept) and len(set(kept)) == 2


@pytest.mark.parametrize("names", ["iris.target_names", "iris['target_names']"])
def test_the_names_that_a_data_set_has_are_kept_without_the_data(names):
    ask = (
        "from sklearn.datasets import load_iris\niris = load_iris()\nX, y = iris.data, iris.target\n"
        "model = LogisticRegression(max_iter=999).fit(X, y)\nnew = np.array([[5, 2.9, 1, 0.2], [6.1, 3.0, 5.0, 1.9]])\n"
        f"print(model.predict(X)[:3])\nkept = {names}[model.predict(new)]"
    )
    found = synthesis(IMPORTS, ask)
    text = found.program.cells[-1].code
    assert "iris" not in text[text.index("def predict") : text.index("kept =")]
    known = watched(found)
    assert list(known["predict"](known["new"])["kept"]) == list(known["kept"]) == ["setosa", "virginica"]


def test_masks_choose_rows_and_name_none(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    ask = "grid = np.linspace(0, 1, len(X))\nhigh = grid[model.predict(X) == 1]\nmore = grid[model.predict_proba(X)[:, 1] > 0.5]"
    names = watched(found := synthesis(IMPORTS, read, NUMBERS, FIT, ask))
    answers = names["predict"](names[found.made[0].rows])
    assert not isinstance(answers, dict) or {*answers} == {"prediction", "probabilities"}


MADE = {
    "a share in percent": ("out['kept'] = (p * 100).round(1)", {"kept"}),
    "points": ("out['kept'] = 850 - 550 * p\nout['grade'] = np.where(out['kept'] > 600, 'A', 'B')", {"kept", "grade"}),
    "a score turned round": ("out['kept'] = -model.decision_function(X)", {"kept"}),
    "changed later": (
        "out['kept'] = p * 2\nout['kept'] = np.where(out['kept'] > 1.5, out['kept'] - 0.1, out['kept'])", {"kept"},
    ),
    "odds, and what is made of them": (
        "out['p'] = p\nout['odds'] = (1 - out['p']) / out['p']\nout['points'] = (600 + 20 * np.log(out['odds'])).round(0).astype(int)\n"
        "out['kind'] = np.where(out['points'] > 600, 'A', 'B')",
        {"odds", "points", "kind"},
    ),
    "the logarithm of odds": ("out['p'] = p\nout['kept'] = np.log(out['p'] / (1 - out['p'])).round(3)", {"kept"}),
    "only rounded": ("out['p'] = p.round(2)", set()),
    "with another column": ("out['kept'] = p * X['rooms']", {"kept"}),
    "a share of all": ("out['p'] = p\nout['kept'] = out['p'] / out['p'].sum()", set()),
    "a name": ("half = p / 2", set()),
    "bounds, beside two grades": (
        "out['p'] = p * 100\nout['low'] = out['p'] - 2.5\nout['high'] = out['p'] + 2.5\nout['kind'] = out['p'].gt(50)\n"
        "out['band'] = pd.cut(out['p'], [0, 50, 100], labels=['a', 'b'])\nout['p'] = out['p'].round(1)",
        {"p", "low", "high", "kind", "band"},
    ),
    "compared by a method": ("out['p'] = p * 2\nout['kept'] = out['p'].ge(0.9)", {"p", "kept"}),
}  # fmt: skip


@pytest.mark.parametrize("name", MADE)
def test_numbers_of_answers_in_columns_are_served(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    make, keys = MADE[name]
    names = watched(found := synthesis(IMPORTS, read, NUMBERS, FIT, f"out = X.copy()\n{P}{make}"))
    answers = names["predict"](names[found.made[0].rows])
    answers = answers if isinstance(answers, dict) else {"probabilities": answers}
    assert {*answers} - {"probabilities", "score"} == keys
    assert all(np.array_equal(answers[key], names["out"][key]) for key in keys)


def test_a_column_of_what_is_predicted_is_served_as_it_is_left(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    ask = (
        "model = Ridge().fit(X, y)\nother = Ridge(9).fit(X, y)\nblend = model.predict(X) * 0.4 + other.predict(X) * 0.6\n"
        "out = pd.DataFrame()\nout['id'] = df.index\nout['price'] = blend\nhigh = out['price'].quantile(0.9)\n"
        "out['price'] = out['price'].apply(lambda x: x if x < high else x * 1.1)\nout['price'] = out['price'].round(2)"
    )
    names = watched(found := synthesis(IMPORTS, read, NUMBERS, ask))
    assert not found.refused
    answers = names["predict"](names[found.made[0].rows])
    assert np.array_equal(answers["price"], names["out"]["price"])
    assert np.array_equal(answers["prediction"], names["blend"])


GRADED = {
    "one in another": "df['kept'] = np.where(df['p'] >= HIGH, 'high', np.where(df['p'] >= 490, 'mid', 'low'))",
    "by conditions": (
        "df['kept'] = np.select([df.p >= HIGH, (df['p'] >= 490) & (df.p < HIGH)], ['high', 'mid'], default='low')"
    ),
    "by conditions that have a name": (
        "conditions = [\n    df['p'] >= HIGH,\n    df['p'].between(490, 505),\n]\nchoices = ['high', 'mid']\n"
        "df['kept'] = np.select(conditions, choices, default='low')"
    ),
    "of a name": "p = df['p'].to_numpy()\ndf['kept'] = np.where(p >= HIGH, 'high', np.where(p >= 490, 'mid', 'low'))",
    "of grades": (
        "df['grade'] = np.where(df['p'] >= HIGH, 'A', np.where(df['p'] >= 490, 'B', 'C'))\n"
        "df['kept'] = np.where(df['grade'].isin(['A', 'B']), 'yes', np.where(df['grade'] == 'C', 'no', 'ask'))"
    ),
    "in bands": "df['kept'] = pd.cut(df['p'], [0, 500, 510, 9000], labels=['low', 'mid', 'high'])",
    "by a function": (
        "def grade(p):\n    if p < 500:\n        return 'low'\n    return 'mid' if p < 510 else 'high'\n"
        "df['kept'] = df['p'].apply(grade)"
    ),
}


@pytest.mark.parametrize("name", GRADED)
def test_the_names_of_what_is_predicted_are_served(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    ask = f"model = Ridge().fit(X, y)\nHIGH = y.quantile(0.6)\ndf['p'] = model.predict(X)\n{GRADED[name]}"
    names = watched(found := synthesis(IMPORTS, read, NUMBERS, ask))
    answers = names["predict"](names[found.made[0].rows])
    assert list(answers["kept"]) == list(names["df"]["kept"]) and len(set(answers["kept"])) > 1


MIXED = {
    "another column": "df['kept'] = np.where(df['p'] >= 505, 'high', np.where(df['price'] >= 450, 'mid', 'low'))",
    "answers that changed since": (
        "conditions = [df['p'] >= 505, df['p'] >= 490]\ndf['p'] = df['p'] + df['price']\n"
        "df['kept'] = np.select(conditions, ['high', 'mid'], default='low')"
    ),
    "a list that grew": (
        "conditions = [df['p'] >= 505]\nconditions.append(df['p'] >= 490)\n"
        "df['kept'] = np.select(conditions, ['high', 'mid'], default='low')"
    ),
}


@pytest.mark.parametrize("name", MIXED)
def test_grades_by_what_else_there_is_are_not_served(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    ask = f"model = Ridge().fit(X, y)\ndf['p'] = model.predict(X)\n{MIXED[name]}"
    names = watched(found := synthesis(IMPORTS, read, NUMBERS, ask))
    assert len(names["df"]["kept"].unique()) > 1
    assert np.shape(names["predict"](names[found.made[0].rows])) == (len(names["df"]),)  # what is predicted, alone


def test_labels_that_are_set_anew_are_those_that_a_verdict_is_of(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    ask = (
        "from sklearn.ensemble import IsolationForest\niso = IsolationForest(random_state=0).fit(X)\nkept = iso.predict(X)\n"
        "kept[kept == 1] = 0\nkept[kept == -1] = 1\ndf['verdict'] = np.where(kept == 1, 'odd', 'usual')"
    )
    names = watched(found := synthesis(IMPORTS, read, NUMBERS, ask))
    answers = names["predict"](names[found.made[0].rows])
    assert list(answers["prediction"]) == list(names["kept"])
    assert list(answers["verdict"]) == list(names["df"]["verdict"])


def test_what_is_only_judged_is_a_decision(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    judge = "from sklearn.metrics import f1_score\nprint(f1_score(df['price'] > 450, p > 0.4))"
    found = synthesis(IMPORTS, read, NUMBERS, FIT, P + judge)
    names = watched(found)
    answers = names["predict"](names[found.made[0].rows])
    assert list(answers["decision"]) == list(names["p"] > 0.4)


PLAIN = {
    "an average": P + "print(p.mean() > 0.5)",
    "with the truth": P + "hit = (p > 0.5) == df['price']",
    "bins of the rows' own": P + "band = pd.cut(p, 4)",
    "compared with another row": P + "more = p > p[::-1]",
    "rows that are shown": P + "print(X[p > 0.9])",
    "several thresholds": P + "from sklearn.metrics import f1_score\ny = df['price'] > 450\n"
    "print(f1_score(y, p > 0.4), f1_score(y, p > 0.5))",
    "bound anew": P + "p = np.random.rand(100)\nflag = p > 0.5",
}


@pytest.mark.parametrize("name", PLAIN)
def test_what_decides_nothing_of_a_row_is_not_served(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, FIT, PLAIN[name])
    text = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    assert "    return model.predict_proba(X)\n" in text + "\n"
    assert "_then" not in "".join(cell.code for cell in found.program.cells)


BEST = {
    "by the place of the best": "    f = [(p > t).mean() * t for t in grid]\n    return grid[np.argmax(f)]",
    "by the best so far": (
        "    best, chosen = 0, 0.5\n    for t in np.arange(0.1, 0.9, 0.1):\n        now = ((p > t) == y).mean()\n"
        "        if now > best:\n            best, chosen = now, t\n    return chosen"
    ),
    "as a number": "    return float(np.quantile(p, 0.7))",
}  # fmt: skip


@pytest.mark.parametrize("name", BEST)
def test_a_threshold_that_a_function_finds_is_kept(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)\ngrid = np.linspace(0.1, 0.9, 9)"
    find = f"def find(y, p):\n{BEST[name]}"
    ask = P + "t = find(df['price'] > 450, p)\nkept = (p >= t).astype(int)"
    found = synthesis(IMPORTS, read, NUMBERS, FIT, find, ask)
    checked(found)
    names = watched(found)
    answers = names["predict"](names[found.made[0].rows])
    assert list(answers["kept"]) == list(names["kept"])


EACH_ROW = {
    "a value of each row": "    return p * 0.5",
    "a part of an argument": "    return p[0:]",
    "one of several": "    q = p.copy()\n    for q in [p, y]:\n        pass\n    return q",
}


@pytest.mark.parametrize("name", EACH_ROW)
def test_what_a_function_gives_each_row_is_no_threshold(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    find = f"def find(y, p):\n{EACH_ROW[name]}"
    ask = P + "t = find(df['price'] > 450, p)\nkept = (p >= t).astype(int)"
    found = synthesis(IMPORTS, read, NUMBERS, FIT, find, ask)
    names = watched(found)
    assert not isinstance(names["predict"](names[found.made[0].rows]), dict)


def test_a_function_that_is_asked_about_each_value_finds_nothing_in_all(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    grade = "def grade(v):\n    if v > 90:\n        return 2\n    return 1"
    prepare = "df['rooms'] = [grade(v) for v in df['size']]"
    found = synthesis(IMPORTS, read, grade, prepare, NUMBERS, FIT, "kept = model.predict(X)")
    checked(found)
    names = watched(found)
    rows = names[found.made[0].rows]
    assert list(names["predict"](rows)) == list(names["kept"])
    assert set(names["df"]["rooms"]) == {1, 2}


TOPICS = (
    "from sklearn.feature_extraction.text import CountVectorizer\nfrom sklearn.decomposition import LatentDirichletAllocation\n"
    "counts = CountVectorizer(analyzer='char')\nC = counts.fit_transform(df['street'])\n"
    "lda = LatentDirichletAllocation(3, random_state=0).fit(C)\nnames = {0: 'a', 1: 'b', 2: 'c'}\nT = lda.transform(C)\n"
    "df['topic'] = T.argmax(axis=1)\ndf['name'] = df['topic'].map(names)\nkept = df['name']"
)


def test_the_topics_of_texts_are_answers(table):
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r})", TOPICS)
    checked(found)
    names = watched(found)
    served = names["predict"](names[found.made[0].rows])
    assert list(served) == ["topics", "topic", "name"]
    assert np.array_equal(served["topics"], names["T"])
    assert list(served["name"]) == list(names["kept"])


def test_topics_that_were_only_told_while_they_were_learned_are_answers(table):
    told = TOPICS.replace(".fit(C)", "").replace("lda.transform(C)", "lda.fit_transform(C)")
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r})", told)
    checked(found)
    names = watched(found)
    served = names["predict"](names[found.made[0].rows])
    assert np.allclose(served["topics"], names["T"])
    assert list(served["name"]) == list(names["kept"])


COLUMNS = {
    "assigned": "out = df.assign(p=p)",
    "of a new frame": "out = pd.DataFrame({'p': p, 'town': df['town']})",
}


@pytest.mark.parametrize("name", COLUMNS)
def test_what_is_decided_by_a_column_of_answers_is_said(name, table):
    fit = NUMBERS + "\nmodel = LogisticRegression().fit(X, y > 500)\np = model.predict_proba(X)[:, 1]"
    decide = f"{COLUMNS[name]}\nout['dear'] = (out['p'] > 0.4).astype(int)"
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r}).fillna(0)", fit, decide)
    checked(found)
    names = watched(found)
    answer = names["predict"](names[found.made[0].rows])
    assert list(answer["dear"]) == list(names["out"]["dear"])


def test_what_only_prepares_rows_is_no_answer(table):
    scaled = NUMBERS + "\nscaler = StandardScaler().fit(X)\nZ = scaler.transform(X)"
    assert not synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r})", scaled).made


NAMED = {
    "a column by a table": "df['group'] = kmeans.fit_predict(X)\nnames = {0: 'a', 1: 'b'}\ndf['kind'] = df['group'].map(names)",
    "asked and named at once": "df['group'] = kmeans.fit(X).predict(X)\ndf['group'] = kmeans.predict(X)\ndf['kind'] = df['group'].map({0: 'a', 1: 'b'})",
    "by another name": "labels = kmeans.fit_predict(X)\ndf['group'] = labels\ndf['kind'] = df['group'].map({0: 'a', 1: 'b'})",
}


@pytest.mark.parametrize("name", NAMED)
def test_names_of_groups_are_answers(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    start = "from sklearn.cluster import KMeans\nkmeans = KMeans(2, n_init=1, random_state=0)\n" + NUMBERS
    found = synthesis(IMPORTS, read, start, NAMED[name])
    checked(found)
    names = watched(found)
    served = names["predict"](names[found.made[0].rows])
    assert list(served) == ["prediction", "kind"]
    assert list(served["kind"]) == list(names["df"]["kind"])


TOLD = "def told(value):\n    return f'{value:.1f} Euro'\n\n"
BESIDE = {
    "in a loop over a question": TOLD + "kept = []\nfor each in model.predict(X):\n    kept.append(told(each))",
    "in a loop over a question, by number": (
        TOLD + "kept = []\nfor i, each in enumerate(model.predict(X)):\n    kept.append(told(each))"
    ),
    "whole numbers that tests set": (
        "p = model.predict(X)\nfirst = np.zeros_like(p, dtype=int)\nfirst[p > 470] = 1\ndf['kept'] = first\nkept = first"
    ),
    "by a function of several lines": (
        "def clean(values, low=0, high=480):\n    'Within bounds.'\n    values = np.where(values < 440, 0, values)\n"
        "    return np.clip(values, low, high)\n\nkept = clean(model.predict(X))"
    ),
    "what a function makes of each": TOLD + "df['kept'] = pd.Series(model.predict(X)).map(told)\nkept = df['kept']",
    "in a list": TOLD + "pred = model.predict(X)\nkept = [told(each) for each in pred]",
    "in a list that a loop fills": TOLD + "pred = model.predict(X)\nkept = []\nfor each in pred:\n    kept.append(told(each))",
    "in a list, by branches": (
        "pred = model.predict(X)\nkept = []\nfor i in range(len(pred)):\n    if pred[i] > 480:\n"
        "        kept.append('dear')\n    elif pred[i] > 450 and pred[i] <= 480:\n        kept.append('usual')\n"
        "    else:\n        kept.append(round(pred[i], 1))"
    ),
    "sorted by a number": "out = pd.DataFrame({'kept': np.where(model.predict(X) > 450, 1, 0)})\nkept = out['kept']",
    "in another unit": "df['p'] = model.predict(X)\ndf['kept'] = df['p'] / 1.2 + 3\nkept = df['kept']",
    "grades, one after another": (
        "df['p'] = model.predict(X)\ndf['kept'] = 'low'\ndf.loc[df['p'] > 450, 'kept'] = 'mid'\n"
        "df.loc[(df['p'] > 470) & (df.p < 510), 'kept'] = 'high'\nkept = df['kept']"
    ),
    "what tests set": "p = model.predict(X)\nkept = np.zeros(len(p))\nkept[p > 470] = 2\nkept[p > 490] = 1\ndf['kept'] = kept",
}


@pytest.mark.parametrize("name", BESIDE)
def test_what_is_kept_of_each_answer_is_served_beside_it(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, "model = Ridge().fit(X, y)", BESIDE[name])
    checked(found)
    names = watched(found)
    answers = names["predict"](names[found.made[0].rows])
    assert list(answers) == ["prediction", "kept"]
    assert list(answers["prediction"]) == list(names["model"].predict(names["X"]))
    assert list(answers["kept"]) == list(names["kept"]) and len(set(names["kept"])) > 1


SCORES = "from sklearn.ensemble import IsolationForest\niso = IsolationForest(random_state=0).fit(X)\n"
OF_ALL = {
    "scores between the least and the most": (
        SCORES + "raw = -iso.score_samples(X)\ndf['score'] = 100 * (raw - raw.min()) / (raw.max() - raw.min())\n"
        "df['odd'] = df['score'] > 60",
        ["score_samples", "score", "odd"],
    ),
    "a share of the highest": (
        SCORES + "df['raw'] = iso.score_samples(X)\ndf['score'] = df['raw'] / np.abs(df['raw']).max()\n"
        "df['odd'] = df['raw'] <= np.percentile(df['raw'], 5)",
        ["score_samples", "odd"],
    ),
    "deviations": (
        FIT + "\ndf['p'] = model.predict_proba(X)[:, 1]\ndf['score'] = (df['p'] - df['p'].mean()) / df['p'].std()\n"
        "df['odd'] = df['p'] > df['p'].quantile(0.9)",
        ["probabilities", "score", "odd"],
    ),
}


@pytest.mark.parametrize("name", OF_ALL)
def test_what_is_computed_of_all_answers_is_kept_by_training(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    told, keys = OF_ALL[name]
    found = synthesis(IMPORTS, read, NUMBERS, told)
    checked(found)
    names = watched(found)
    rows = names[found.made[0].rows]
    answers, one = (names["predict"](each) for each in (rows, rows[:1]))
    assert list(answers) == keys
    for key in keys[1:]:
        assert list(answers[key]) == list(names["df"][key]) and len(set(answers[key])) > 1
        assert list(one[key]) == list(names["df"][key])[:1]


BY_ROW = {
    "a function of rows": "def told(row):\n    if row['p'] > 0.6:\n        return 'high'\n    return 'low'\n\n"
    "df['kept'] = df.apply(told, axis=1)",
    "a lambda of rows": "df['kept'] = df.apply(lambda r: 'high' if r['p'] > 0.6 else 'low', axis=1)",
    "the place of a class": "yes = list(model.classes_).index(True)\nchance = model.predict_proba(X)[:, yes]\n"
    "df['kept'] = np.where(chance > 0.6, 'high', 'low')",
}


@pytest.mark.parametrize("name", BY_ROW)
def test_verdicts_of_rows_that_read_answers_only_are_served(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = FIT + "\ndf['p'] = model.predict_proba(X)[:, 1]\n"
    found = synthesis(IMPORTS, read, NUMBERS, fit + BY_ROW[name])
    checked(found)
    names = watched(found)
    answers = names["predict"](names[found.made[0].rows])
    assert list(answers) == ["probabilities", "kept"]
    assert list(answers["kept"]) == list(names["df"]["kept"]) and set(answers["kept"]) == {"high", "low"}


WITH_COLUMNS = {
    "a decision that a column overrides": "kept = (p > 0.4).astype(int)\nkept[X['rooms'] < 2] = 0",
    "a decision that a column overrides, of all": "kept = (p > 0.4).astype(int)\nkept = np.where(X['rooms'] < 2, 0, kept)",
    "nested": "df['p'] = p\ndf['kept'] = np.where(df['p'] >= 0.9, 'high', np.where(df['rooms'] >= 2, 'mid', 'low'))\nkept = df['kept']",
    "a product": "out = X.copy()\nout['p'] = p\nout['kept'] = out['p'] * out['size'] * 0.45\nkept = out['kept']",
    "of what rows were chosen from": "df['p'] = p\ndf['kept'] = df['p'] * df['size']\nkept = df['kept']",
    "in a column of a copy of some": (
        "out = X[['size']].copy()\nout['p'] = p\nout['kept'] = np.where((out['p'] > 0.6) & (out['size'] > 90), 'a', 'b')\n"
        "kept = out['kept']"
    ),
    "one after another": (
        "out = X.copy()\nout['p'] = p\nout['kept'] = 'review'\nout.loc[out['p'] > 0.6, 'kept'] = 'no'\n"
        "out.loc[(out['p'] < 0.9) & (out['size'] < 90), 'kept'] = 'yes'\nkept = out['kept']"
    ),
    "along rows": (
        "out = X.copy()\nout['p'] = p\n"
        "out['kept'] = out.apply(lambda r: 'high' if r['p'] > 0.6 and r['size'] > 90 else 'low', axis=1)\nkept = out['kept']"
    ),
    "by a function, along rows": (
        "out = X.reset_index(drop=True)\nout['p'] = p\ndef told(row):\n    cost = row['size'] * row['p']\n"
        "    return 'dear' if cost > 60 else 'cheap'\n\nout['kept'] = out.apply(told, axis=1)\nkept = out['kept']"
    ),
}


@pytest.mark.parametrize("name", WITH_COLUMNS)
def test_verdicts_that_read_columns_of_the_rows_too_are_served(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, FIT, P + WITH_COLUMNS[name])
    checked(found)
    names = watched(found)
    answers = names["predict"](names[found.made[0].rows])
    assert list(answers) == ["probabilities", "kept"]
    assert list(answers["kept"]) == list(names["kept"]) and len(set(names["kept"])) > 1


OTHERWISE = {
    "a column of the truth": "df['p'] = p\ndf['kept'] = df['p'] * df['price']",
    "a column that is another now": "out = X.copy()\nout['p'] = p\nout['size'] = out['size'] * 2\nout['kept'] = out['p'] * out['size']",
    "a column that is called so now": (
        "out = X.copy()\nout['p'] = p\nout.drop(columns='size', inplace=True)\nout.rename(columns={'rooms': 'size'}, inplace=True)\n"
        "out['kept'] = out['p'] * out['size']"
    ),
    "a column that was put in": "out = X.copy()\nout.insert(0, 'twice', X['size'] * 2)\nout['p'] = p\nout['kept'] = out['p'] * out['twice']",
    "columns that are called otherwise": (
        "out = X.copy()\nout.columns = ['rooms', 'size']\nout['p'] = p\nout['kept'] = out['p'] * out['size']"
    ),
    "along columns": "kept = X.assign(p=p).apply(lambda c: c.max())",
    "rows that are others": "out = X[::-1].copy()\nout['p'] = p\nout['kept'] = out['p'] * out['size']",
    "numbers that are written": "out = X.copy()\nout['p'] = p\nout['kept'] = out.apply(lambda r: f\"{r['p']} {r['size']}\", axis=1)",
    "answers of before": (
        "df['p'] = p\nconditions = [df['p'] >= 0.9]\ndf['p'] = df['p'] + df['rooms']\n"
        "df['kept'] = np.select(conditions, ['high'], default='low')"
    ),
    "a row that is given on": "out = X.copy()\nout['p'] = p\nout['kept'] = out.apply(lambda r: len(r) * r['p'], axis=1)",
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_verdicts_that_read_what_rows_do_not_tell_are_not_served(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, FIT, P + OTHERWISE[name])
    names = watched(found)
    assert "kept" not in names["predict"](names[found.made[0].rows])


HELD = {
    "drawn by branches": (
        "out = []\nfor p in list(model.predict(X)):\n    if np.random.rand() < p / 900:\n        out.append('a')\n    else:\n"
        "        out.append('b')"
    ),
    "drawn in a loop": (
        "pred = model.predict(X)\nout = []\nfor p in pred:\n    out.append('a' if np.random.rand() < p / 900 else 'b')"
    ),
    "drawn by a function": (
        "def noise():\n    return np.random.rand()\n\ndef told(p):\n    return p + noise()\n\n"
        "out = [told(p) for p in model.predict(X)]"
    ),
    "drawn beside": "df['noisy'] = model.predict(X) + np.random.rand(len(df))",
    "tables that tests set": "p = model.predict(X)\nout = np.zeros((len(p), 2))\nout[p > 470] = 1\ndf['first'] = out[:, 0]",
    "whole numbers that are cut off": (
        "p = model.predict(X)\nout = np.zeros(len(p), dtype=int)\nout[p > 470] = 1.5\ndf['kept'] = out"
    ),
    "a function that changes what it is given": (
        "def clean(values):\n    values[values < 440] = 0\n    return values / 2\n\nout = clean(model.predict(X))"
    ),
    "a function that calls itself": "def f(p):\n    return p if p.max() < 2 else f(p / 2)\n\nout = f(model.predict(X))",
    "held": "df['p'] = model.predict(X)\nkept = list(df['p'])",
    "rounded": "out = pd.DataFrame({'size': X['size'], 'p': model.predict(X).round(1)})",
    "of the truth": "out = pd.DataFrame({'off': model.predict(X) - y})",
    "of other rows": "p = pd.Series(model.predict(X))\ndf['rank'] = p.rank()",
    "drawn": "df['noisy'] = [p + np.random.rand() for p in model.predict(X)]",
}


@pytest.mark.parametrize("name", HELD)
def test_what_only_holds_an_answer_or_depends_on_more_is_not_served_beside_it(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, "model = Ridge().fit(X, y)", HELD[name])
    names = watched(found)
    assert not isinstance(names["predict"](names[found.made[0].rows]), dict)


VERDICTS = {
    "by a table for a whole frame": "out = pd.DataFrame({'n': X['size'], 'kind': pred})\nout = out.replace({0: 'N', 1: 'Y'})",
    "by a table for a whole frame, in place": (
        "out = pd.DataFrame({'n': X['size'], 'kind': pred})\nout.replace({0: 'N', 1: 'Y'}, inplace=True)"
    ),
    "in the same column": "out = pd.DataFrame({'kind': pred})\nout['kind'] = out['kind'].map({0: 'N', 1: 'Y'})",
    "chosen by where": "out = pd.DataFrame({'size': X['size'], 'kind': np.where(pred == 1, 'Y', 'N')})",
    "in a comprehension": "out = pd.DataFrame({'kind': ['dear' if each == 1 else 'cheap' for each in pred]})",
    "by a lambda": "out = X.copy()\nout['kind'] = pd.Series(pred).apply(lambda v: 'Y' if v == 1 else 'N')",
    "by a table of replacements": "out = X.copy()\nout['kind'] = pd.Series(pred).replace({0: 'N', 1: 'Y'})",
}


@pytest.mark.parametrize("name", VERDICTS)
def test_names_of_verdicts_are_answers(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = "y = (df['size'] > 90).astype(int)\nmodel = LogisticRegression().fit(X, y)\npred = model.predict(X)"
    found = synthesis(IMPORTS, read, NUMBERS, fit, VERDICTS[name])
    checked(found)
    names = watched(found)
    served = names["predict"](names[found.made[0].rows])
    assert list(served) == ["prediction", "kind"]
    assert list(served["kind"]) == list(names["out"]["kind"])
    assert len(set(served["kind"])) == 2


TABLES = {
    "a dict turned round": "label = {'low': 0, 'high': 1}\nnames = {v: k for k, v in label.items()}\n",
    "a list": "names = ['low', 'high']\n",
}


@pytest.mark.parametrize("name", TABLES)
def test_names_that_a_table_gives_each_answer_are_served(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = "model = LogisticRegression().fit(X, (df['size'] > 90).astype(int))"
    ask = f"{TABLES[name]}kept = [names[each] for each in model.predict(X)]"
    found = synthesis(IMPORTS, read, NUMBERS, fit, ask)
    checked(found)
    ran = watched(found)
    answers = ran["predict"](ran[found.made[0].rows])
    assert list(answers["kept"]) == list(ran["kept"]) and set(ran["kept"]) == {"low", "high"}


def test_values_of_rows_that_are_looked_up_by_answers_are_no_names(table):
    names = "names = df['price'].tolist()"
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = "model = LogisticRegression().fit(X, (df['size'] > 90).astype(int))"
    found = synthesis(
        IMPORTS, read, NUMBERS, fit, f"{names}\nkept = [names[each] for each in model.predict(X)]"
    )
    text = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    assert "    return model.predict(X)\n" in text + "\n"


LABELLED = {
    "by a label": ("kept = np.where(model.predict(X) == -1, 'odd', 'usual')", True),
    "by a label, one by one": ("pred = model.predict(X)\nkept = [1 if p == -1 else 0 for p in pred]", True),
    "a mask": ("pred = model.predict(X)\nkept = pred == -1\nprint(X[kept])", False),
    "a number": ("kept = np.where(model.predict(X) == 3.5, 1, 0)", False),
}


@pytest.mark.parametrize("name", LABELLED)
def test_what_each_label_is_called_is_served_beside_it(name, table):
    ask, served = LABELLED[name]
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = "from sklearn.ensemble import IsolationForest\nmodel = IsolationForest(random_state=0)\nmodel.fit(X)"
    found = synthesis(IMPORTS, read, NUMBERS, fit, ask)
    checked(found)
    names = watched(found)
    answers = names["predict"](names[found.made[0].rows])
    assert isinstance(answers, dict) is served
    if served:
        assert list(answers["kept"]) == list(names["kept"])
