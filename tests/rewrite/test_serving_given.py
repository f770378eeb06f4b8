"""Estimators that have no name of their own where they are asked: arguments, and models of a table."""

from __future__ import annotations

import copy
import sys
import types

import numpy as np
import pytest
from served_rows import ASK, IMPORTS, NUMBERS, SPLIT, checked, synthesis, watched

pytest.importorskip("sklearn")


GIVEN = '''
def predict(model, rows, digits=1):
    """Worth of flats."""
    return model.predict(rows[["size", "rooms"]]).round(digits)


def classify(text, words, model):
    return model.predict([[len(text), words[0]]])[0]
'''


def test_a_function_that_is_given_its_model_becomes_one_of_the_rows(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = 'model = Ridge().fit(df[["size", "rooms"]], df["price"])\nwords = [3]'
    ask = "few = predict(model, df.head(3), digits=2)\nprint(predict(model, rows=df.head(1), digits=2))"
    found = synthesis(IMPORTS, GIVEN, read, fit, ask)
    (made,) = found.made
    assert made.name == "predict_"
    text = next(cell.code for cell in found.program.cells if "def predict_" in cell.code)
    assert 'def predict_(rows, digits):\n    """Worth of flats."""' in text
    names = watched(found)
    assert names["predict_"](names["df"].head(3), 2).tolist() == names["few"].tolist()
    assert "predict_(rows=df.head(3), digits=2)" in dict(made.cells)[5]


def test_what_is_written_down_is_the_request_and_the_rest_is_trainings(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = 'model = Ridge().fit(df[["size", "rooms"]], df["price"])\nwords = sorted({3, 4})'
    found = synthesis(IMPORTS, GIVEN, read, fit, 'print(classify("a flat", words, model=model))')
    (made,) = found.made
    text = next(cell.code for cell in found.program.cells if "def classify_" in cell.code)
    assert "def classify_(text):" in text and "return classify(text, words, model=model)" in text


def test_a_function_that_trains_what_it_is_given_is_not_served(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    train = "def evaluate(model, X, y):\n    model.fit(X, y)\n    return model.predict(X)"
    found = synthesis(IMPORTS, read, NUMBERS, train, "evaluate(Ridge(), X, y)")
    assert not found.made


@pytest.mark.parametrize(
    "judged",
    [
        "answers = model.predict(X)\n    return float(((answers - y) ** 2).mean())",
        "return model.score(X, y), max(abs(model.predict(X) - y))",
        "return list(zip(y, model.predict(X)))",
        "return (model.predict(X) > y.values).mean()",
        "answers = np.exp(model.predict(X))\n    return (abs(answers - np.exp(y)) / 2).mean()",
    ],
)
def test_a_function_that_judges_answers_is_not_served(judged, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = 'X, y = df[["size", "rooms"]], df["price"]\nmodel = Ridge().fit(X, y)'
    judge = f"def evaluate(model, X, y):\n    {judged}"
    assert not synthesis(IMPORTS, read, fit, judge, "evaluate(model, X, y)").made


MODELS = """
models = {"low": Ridge(1), "high": Ridge(90)}
scores = {}
for name, candidate in models.items():
    candidate.fit(train, y_train)
    scores[name] = abs(candidate.predict(test) - y_test).mean()
"""


def test_the_model_that_is_chosen_from_a_table_answers_what_all_were_asked(table):
    read = f"df = pd.read_csv({str(table)!r})\ndf['rooms'] = df['rooms'].fillna(df['rooms'].median())"
    split = "train, test, y_train, y_test = train_test_split(X, y, random_state=0)"
    choose = "chosen = models[min(scores, key=scores.get)]"
    found = synthesis(IMPORTS, read, NUMBERS, split, MODELS, choose)
    assert [each.estimator for each in found.made] == ["chosen"]
    checked(found)
    names = watched(found)
    rows = names[found.made[0].rows]
    assert len(names["predict"](rows.head(3))) == 3
    assert not synthesis(IMPORTS, read, NUMBERS, split, MODELS).made


BEST = """
best, least = None, 1e9
for name, candidate in {"low": Ridge(1), "high": Ridge(90)}.items():
    candidate.fit(train, y_train)
    error = abs(candidate.predict(test) - y_test).mean()
    if error < least:
        least, found = error, name
        best = candidate
"""


@pytest.mark.parametrize("asked", ["", "print(best.predict(test)[:2])"])
def test_the_best_model_of_a_loop_is_served_whether_it_is_asked_again_or_not(asked, table):
    read = f"df = pd.read_csv({str(table)!r})\ndf['rooms'] = df['rooms'].fillna(df['rooms'].median())"
    split = "train, test, y_train, y_test = train_test_split(X, y, random_state=0)"
    models = BEST if asked else BEST.replace('{"low": Ridge(1), "high": Ridge(90)}', "models").replace(
        "best, least", 'models = {"low": Ridge(1), "high": Ridge(90)}\nbest, least'
    )
    found = synthesis(IMPORTS, read, NUMBERS, split, models, asked)
    assert [each.estimator for each in found.made] == ["best"]
    checked(found)


def test_the_best_is_kept_together_with_its_score(table):
    read = f"df = pd.read_csv({str(table)!r})\ndf['rooms'] = df['rooms'].fillna(df['rooms'].median())"
    search = (
        "train, test, y_train, y_test = train_test_split(X, y, random_state=0)\nbest = -np.inf\n"
        "for a in (1, 90):\n    ridge = Ridge(a).fit(train, y_train)\n    score = ridge.score(test, y_test)\n"
        "    if score > best:\n        best, alpha, kept = score, a, ridge\nprint(kept.predict(test)[:3])"
    )
    found = synthesis(IMPORTS, read, NUMBERS, search)
    assert [each.estimator for each in found.made] == ["kept"]
    checked(found)


GROUPS = {
    "asked while it learns": 'groups = KMeans(2, n_init=1)\ndf["group"] = groups.fit_predict(X)',
    "its labels": 'groups = KMeans(2, n_init=1).fit(X)\ndf["group"] = groups.labels_',
    "asked about a sample too": (
        'groups = KMeans(2, n_init=1)\ndf["group"] = groups.fit_predict(X)\n'
        'print(groups.predict(pd.DataFrame({"size": [50.0], "rooms": [2.0]})))'
    ),
}


@pytest.mark.parametrize("name", GROUPS)
def test_what_groups_the_datas_rows_is_asked_about_them(name, table):
    read = f"from sklearn.cluster import KMeans\ndf = pd.read_csv({str(table)!r})\ndf['rooms'] = df['rooms'].fillna(2)"
    found = synthesis(IMPORTS, read, NUMBERS, GROUPS[name])
    assert [each.estimator for each in found.made] == ["groups"]
    checked(found)
    assert len(watched(found)[found.made[0].rows]) > 1
    alone = GROUPS[name].replace("KMeans(2, n_init=1)", "DBSCAN()").split("\nprint")[0]
    assert not synthesis(IMPORTS, read.replace("KMeans", "DBSCAN"), NUMBERS, alone).made


def test_a_variable_of_a_comprehension_is_no_estimator(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = "models = [Ridge(), Ridge(2)]\nfor m in models:\n    m.fit(X, y)\nscores = [m.predict(X) for m in models]"
    found = synthesis(IMPORTS, read, NUMBERS, fit)
    assert not found.made and not found.refused


TOGETHER = {
    "their average": (
        "models = []\nfor part in (X[:50], X[50:]):\n    model = Ridge().fit(part, y.loc[part.index])\n"
        "    models.append(model)\nmean = np.mean([m.predict(X) for m in models], axis=0)",
        "return np.mean([m.predict(X) for m in models], axis=0)",
    ),
    "weighted": (
        "W = [1.0, 3.0]\nmodels = [Ridge(a).fit(X, y) for a in W]\n"
        "mean = np.average(np.array([m.predict(X) for m in models]), axis=0, weights=W)",
        "return np.average(np.array([m.predict(X) for m in models]), axis=0, weights=W)",
    ),
    "a column for each": (
        'models = {"low": Ridge(), "high": Ridge(9)}\nfor m in models.values():\n    m.fit(X, y)\n'
        "table = pd.DataFrame({n: m.predict(X).round(1) for n, m in models.items()}, index=X.index)",
        "return {n: m.predict(X).round(1) for n, m in models.items()}",
    ),
    "fitted by key": (
        'models = {}\nfor a in (1, 9):\n    models[f"{a}"] = Ridge(a).fit(X, y)\n'
        "table = {n: m.predict(X) for n, m in models.items()}",
        "return {n: m.predict(X) for n, m in models.items()}",
    ),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_models_that_are_asked_together_answer_together(name, table):
    read = f"df = pd.read_csv({str(table)!r})\ndf['rooms'] = df['rooms'].fillna(df['rooms'].median())"
    fit, answer = TOGETHER[name]
    found = synthesis(IMPORTS, read, NUMBERS, fit)
    assert [each.estimator for each in found.made] == ["models"]
    checked(found)
    text = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    assert answer in text


UNLIKE = {
    "answers beside the truth": "scores = {n: abs(m.predict(X) - y).mean() for n, m in models.items()}",
    "one list for each model": "answers = [m.predict(X) for m in models.values()]",
    "rows that depend on the model": "answers = {n: m.predict(X * len(n)) for n, m in models.items()}",
    "some of the models": 'answers = {n: m.predict(X) for n, m in models.items() if n != "low"}',
}


@pytest.mark.parametrize("name", UNLIKE)
def test_what_is_not_one_answer_for_each_row_is_not_served(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = 'models = {"low": Ridge().fit(X, y), "high": Ridge(9).fit(X, y)}'
    assert not synthesis(IMPORTS, read, NUMBERS, fit, UNLIKE[name]).made


def test_the_model_that_a_comprehension_compared_best_is_served(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = 'models = {"low": Ridge().fit(X, y), "high": Ridge(9).fit(X, y)}'
    compare = UNLIKE["answers beside the truth"] + "\nbest = models[min(scores, key=scores.get)]"
    found = synthesis(IMPORTS, read, NUMBERS, fit, compare)
    assert [each.estimator for each in found.made] == ["best"]
    checked(found)


OTHER_NAMES = {
    "the better of two": "other = LogisticRegression().fit(X, df['town'])\n"
    "if other.score(X, df['town']) > model.score(X, y):\n    best = other\nelse:\n    best = model",
    "a plain one": "best = model",
    "a copy": "import copy\nbest = copy.deepcopy(model)",
    "read back": "import pickle\nkept = pickle.dumps(model)\nbest = pickle.loads(kept)",
    "a file": "import io, pickle\nwith io.BytesIO() as file:\n    pickle.dump(model, file)\n    file.seek(0)\n"
    "    best = pickle.load(file)",
    "its own file": "from files_of_models import load_model\nother = Ridge(9).fit(X, y)\nmodel.save('m.keras')\n"
    "other.save('o.keras')\nbest = load_model('m.keras')",
    "a new one that reads it": "model.save('m.json')\nbest = Ridge()\nbest.load_model('m.json')",
}


@pytest.fixture
def files_of_models(monkeypatch):
    """Estimators that save themselves and read themselves back, as those of Keras and XGBoost do."""
    Ridge = pytest.importorskip("sklearn.linear_model").Ridge
    kept = {}
    monkeypatch.setattr(Ridge, "save", lambda self, path: kept.update({path: copy.deepcopy(self)}), raising=False)
    monkeypatch.setattr(
        Ridge, "load_model", lambda self, path: vars(self).update(vars(kept[path])), raising=False
    )
    module = types.ModuleType("files_of_models")
    module.load_model = kept.__getitem__
    monkeypatch.setitem(sys.modules, "files_of_models", module)


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_an_estimator_by_another_name_answers_the_datas_rows(name, table, files_of_models):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = "model = Ridge().fit(X, y)\nprint(model.score(X, y))"
    sample = 'new = pd.DataFrame({"size": [50.0], "rooms": [2.0]})\nprint(best.predict(new))'
    found = synthesis(IMPORTS, read, NUMBERS, fit, OTHER_NAMES[name], sample)
    assert [each.estimator for each in found.made] == ["best"]
    assert not found.refused
    checked(found)
    assert len(watched(found)[found.made[0].rows]) == 100


READ_BACK = {
    "at once": "pickle.dump(model, open({path!r}, 'wb'))\nagain = pickle.load(open({path!r}, 'rb'))",
    "by a name": "file = open({path!r}, 'wb')\npickle.dump(model, file)\nfile.close()\n"
    "other = open({path!r} + '2', 'wb')\npickle.dump(scaler, other)\nother.close()\n"
    "file = open({path!r}, 'rb')\nagain = pickle.load(file)",
    "in blocks": "with open({path!r}, 'wb') as f:\n    pickle.dump(model, f)\n"
    "with open({path!r}, 'rb') as f:\n    again = pickle.load(f)",
}


@pytest.mark.parametrize("way", READ_BACK)
def test_what_is_read_back_is_no_other_estimator(way, table, tmp_path):
    read = f"import pickle\ndf = pd.read_csv({str(table)!r}).fillna(0)"
    fit = "scaler = StandardScaler().fit(X)\nmodel = Ridge().fit(X, y)\nprint(model.predict(X)[:3])"
    back = READ_BACK[way].format(path=str(tmp_path / "model.pkl"))
    asked = "print(again.predict(X)[:3])"
    found = synthesis(IMPORTS, read, NUMBERS, fit, back, asked)
    assert [each.estimator for each in found.made] == ["model"]
    checked(found)
    taught = synthesis(IMPORTS, read, NUMBERS, fit, back, "model.fit(X, -y)", asked)
    assert [each.estimator for each in taught.made] == ["model", "again"]


BY_HAND = {
    "weights": (
        "def predict(w, b, X):\n    return X @ w + b",
        "w, b = np.zeros(2), 0.0\nfor step in range(9):\n    w = w + X.mean(0) / 9\n    b += 1\nold, new = X[:90], X[90:]",
        "print(predict(w, b, old).mean())\nlast = predict(w, b, new)",
        "def predict_(X):",
        "predict(w=w, b=b, X=X)",
        "predict_(new)",
    ),
    "rows that are remembered": (
        'def knn_predict(X, y, row, k=3):\n    """The mean of the nearest."""\n    return y[((X - row) ** 2).sum(1).argsort()[:k]].mean()',
        "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)",
        "few = [knn_predict(X_train, y_train, row, k=2) for row in X_test]\nlast = knn_predict(X_train, y_train, [90, 3], k=4)",
        'def knn_predict_(row):\n    """The mean of the nearest."""',
        "knn_predict(X=X_train, y=y_train, row=row, k=4)",
        "knn_predict_([90, 3])",
    ),
    "counts": (
        "def classify(text, counts):\n    return max(counts, key=lambda word: counts[word] * (word in text))",
        'counts = {}\nfor word in "to be or not to be".split():\n    counts[word] = counts.get(word, 0) + 1',
        'last = classify("not to", counts)',
        "def classify_(text):",
        "classify(text=text, counts=counts)",
        'classify_("not to")',
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_a_function_that_is_given_what_training_made_becomes_one_of_what_is_asked(name, table):
    function, training, asked, head, answer, again = BY_HAND[name]
    rows = 'X = df[["size", "rooms"]].to_numpy()\ny = df["price"].to_numpy()'
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)\n{rows}"
    found = synthesis(IMPORTS, read, function, training, asked)
    (made,) = found.made
    text = next(cell.code for cell in found.program.cells if head in cell.code)
    assert f"return {answer}" in text
    names = watched(found)
    assert np.array_equal(eval(again, names), names["last"])


NOT_BY_HAND = {
    "values of the data": "one = df['size'].iloc[0]\nprint(predict(one, 3))",
    "values that are written down": "size, rooms = 90, 3\nprint(predict(size, rooms))",
    "others each time": "few, many = X[:3], X[3:]\nprint(predict(few, 3), predict(many, 4))",
    "nothing else": "few, many = X[:3], X[3:]\nprint(predict(few, many))",
}


@pytest.mark.parametrize("name", NOT_BY_HAND)
def test_arguments_that_somebody_asks_about_are_not_kept(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)\nX = df[['size']].to_numpy()"
    function = "def predict(size, rooms):\n    return size * rooms"
    assert not synthesis(IMPORTS, read, function, NOT_BY_HAND[name]).made


JUDGED = {
    "judges": (
        "def evaluate_predictions(answers, y):\n    return abs(answers - y).mean()",
        "middle = [y.median() for _ in y]\nerror = evaluate_predictions(middle, y)",
    ),
    "trains": (
        "def churn_prediction(model, train, test, y):\n    model.fit(train, y)\n    return model.predict(test)",
        "churn_prediction(Ridge(), train, test, y_train)",
    ),
    "only prints": (
        "def prediction(model, train, test):\n    print(model.predict(test))",
        "prediction(model, train, test)",
    ),
}


@pytest.mark.parametrize("name", JUDGED)
def test_what_is_named_for_predictions_and_makes_none_is_no_function_of_values(name, table):
    definition, call = JUDGED[name]
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, SPLIT, ASK, definition, call)
    assert [made.estimator for made in found.made] == ["model"]


SAVED = {
    "a file": "import pickle\npickle.dump(final, open({path!r}, 'wb'))",
    "with others": "import joblib\njoblib.dump({{'model': final, 'scaler': scaler}}, {path!r})",
}


@pytest.mark.parametrize("way", SAVED)
def test_the_model_that_is_saved_is_served_though_only_a_function_asks_it(way, table, tmp_path):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    judge = "def judge(model, X):\n    print(model.predict(X)[:3])"
    fit = (
        "scaler = StandardScaler().fit(X, y)\nXs = scaler.transform(X)\n"
        "final = Ridge()\nfinal.fit(Xs, y)\njudge(final, Xs)"
    )
    saved = SAVED[way].format(path=str(tmp_path / "final.pkl"))
    found = synthesis(IMPORTS + judge, read, NUMBERS, fit, saved)
    assert [each.estimator for each in found.made] == ["final"]
    checked(found)
    tried = "first = Ridge(9).fit(Xs, y)\nprint(first.predict(Xs)[:3])"
    both = synthesis(IMPORTS + judge, read, NUMBERS, fit, tried, saved)
    assert {each.estimator for each in both.made} == {"first", "final"}
