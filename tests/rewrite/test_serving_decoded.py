"""What a notebook makes of an estimator's answers belongs to what is served."""

from __future__ import annotations

import pytest
from served_rows import IMPORTS, NUMBERS, checked, synthesis, watched

pytest.importorskip("sklearn")
np = pytest.importorskip("numpy")

PLAIN_FIT = "model = Ridge().fit(X, y)"
LOGS = "from sklearn.preprocessing import LabelEncoder, StandardScaler\nmodel = Ridge().fit(X, np.log1p(y))"
SCALED = """
from sklearn.preprocessing import StandardScaler
scaler = StandardScaler()
model = Ridge().fit(X, scaler.fit_transform(y.to_frame()).ravel())
"""
LABELS = """
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import LabelEncoder
names = LabelEncoder()
model = LogisticRegression().fit(X, names.fit_transform(df["town"]))
"""

PRED = "pred = model.predict(X)\n"
DECODED = {
    "where a column of the rows is small": (
        PLAIN_FIT, "kept = model.predict(X)\nkept[X['rooms'] < 2] = 0", "np.where(X['rooms'] < 2, 0, prediction)",
    ),
    "half where a column of the rows is small": (
        PLAIN_FIT,
        "kept = model.predict(X)\nkept = np.where(X['rooms'] < 2, kept / 2, kept)",
        "np.where(X['rooms'] < 2, prediction / 2, prediction)",
    ),
    "times a column": (PLAIN_FIT, "kept = model.predict(X) * X['size']", "prediction * X['size']"),
    "other values": (PLAIN_FIT, PRED + "pred[pred > 480] = 0\nkept = pred", "np.where(prediction > 480, 0, prediction)"),
    "a half or more": (
        PLAIN_FIT,
        PRED + "pred[pred >= 480] = 1\npred[pred < 480] = 0\nkept = pred",
        "np.where(prediction < 480, 0, prediction)",
    ),
    "apart": (
        PLAIN_FIT,
        PRED + "pred[pred >= 480] = 500\npred[pred < 470] = 0\nkept = pred",
        "np.where(prediction >= 480, 500, np.where(prediction < 470, 0, prediction))",
    ),
    "in a loop by number": (
        PLAIN_FIT,
        PRED + "for i in range(len(pred)):\n    if pred[i] < 470 or pred[i] > 490:\n        pred[i] = 0\nkept = pred",
        "np.where((prediction < 470) | (prediction > 490), 0, prediction)",
    ),
    "in a loop by number, all": (
        PLAIN_FIT,
        PRED + "for i in range(len(pred)):\n    if pred[i] > 480:\n        pred[i] = 1\n    else:\n        pred[i] = 0\nkept = pred",
        "np.where(prediction > 480, 1, np.full_like(prediction, 0))",
    ),
    "where a column holds it": (
        PLAIN_FIT,
        PRED + "pred = pd.Series(pred, index=X.index)\npred = pred.where(pred > 470, 0)\nkept = pred",
        "prediction.where(prediction > 470, 0)",
    ),
    "each by itself": (PLAIN_FIT, "kept = [p if p > 470 else 0 for p in model.predict(X)]", "[p if p > 470 else 0 for p in model"),
    "in the same expression": (LOGS, "kept = np.expm1(model.predict(X))", "np.expm1(model.predict(X))"),
    "later": (LOGS, "logs = model.predict(X)\nkept = np.expm1(logs)", "np.expm1(model.predict(X))"),
    "for a metric only": (
        LOGS, "print(abs(np.expm1(model.predict(X)) - y).mean())", "np.expm1(model.predict(X))",
    ),
    "by a function of the notebook": (
        LOGS,
        "def original(logs):\n    'What was logged.'\n    return np.expm1(logs).clip(0)\n\nkept = original(model.predict(X))",
        "original(model.predict(X))",
    ),
    "by a function of the notebook, and what training learned": (
        SCALED,
        "def original(scaled):\n    return scaler.inverse_transform(scaled.reshape(-1, 1)).ravel()\n\n"
        "kept = original(model.predict(X))",
        "original(model.predict(X))",
    ),
    "other labels": (
        LABELS,
        "kept = model.predict(X)\nkept[kept == 1] = 5\nkept[kept == 0] = -1",
        "pd.Series(model.predict(X)).replace({1: 5, 0: -1}).to_numpy()",
    ),
    "other labels, one after another": (
        LABELS,
        "kept = model.predict(X)\nkept[kept == 1] = 0\nkept[kept == 0] = 4",
        "pd.Series(pd.Series(model.predict(X)).replace({1: 0}).to_numpy()).replace({0: 4}).to_numpy()",
    ),
    "in place": (LOGS, "kept = model.predict(X)\nkept *= 2\nkept += 1", "(model.predict(X) * 2) + 1"),
    "as a column, later": (
        LOGS,
        "out = pd.DataFrame({'size': df['size']})\nout['p'] = model.predict(X)\nout['p'] = np.expm1(out['p'])\n"
        "out.loc[out['p'] < 400, 'p'] = 400\nkept = out['p']",
        "np.expm1(model.predict(X)).clip(400)",
    ),
    "in a column of a new frame": (
        LOGS,
        "out = pd.DataFrame({'size': X['size'], 'p': model.predict(X)})\nout['p'] = np.expm1(out['p'])\nkept = out['p']",
        "np.expm1(model.predict(X))",
    ),
    "in another column": (
        LOGS, "out = X.copy()\nout['p'] = model.predict(X)\nout['price'] = np.expm1(out.p)\nkept = out['price']",
        "np.expm1(model.predict(X))",
    ),
    "kept in a column": (
        LOGS,
        "logs = model.predict(X)\nout = X.copy()\nout['p'] = logs\nout['p'] = np.expm1(out['p'])\nkept = out['p']",
        "np.expm1(model.predict(X))",
    ),
    "by a method of a column": (
        LOGS,
        "out = X.copy()\nout['p'] = model.predict(X)\nout['s'] = 1\nout['p'] = out['p'].round(2)\nkept = out['p']",
        "pd.Series(model.predict(X)).round(2)",
    ),
    "over several lines": (
        LOGS, "kept = (model.predict(X)\n        * 2.0)", "(model.predict(X)",
    ),
    "step by step": (
        LOGS,
        "kept = model.predict(X) + 1\nkept = np.exp(kept) * 2\nkept = kept.clip(0)",
        "(np.exp((model.predict(X) + 1)) * 2).clip(0)",
    ),
    "by what training learned": (
        SCALED,
        "scaled = model.predict(X)\nkept = scaler.inverse_transform(scaled.reshape(-1, 1)).ravel()",
        "scaler.inverse_transform(model.predict(X).reshape(-1, 1)).ravel()",
    ),
    "by what is only known later": (
        LOGS, "kept = model.predict(X)\nCAP = y.quantile(0.9)\nkept = np.minimum(kept, CAP)",
        "np.minimum(model.predict(X), CAP)",
    ),
    "in a metric, and rounded in a table": (
        LOGS,
        "logs = model.predict(X)\nprint(abs(np.expm1(logs) - y).mean())\n"
        "table = pd.DataFrame({'price': np.expm1(logs).round()})",
        "np.expm1(model.predict(X))",
    ),
    "what is out of bounds": (
        LOGS, "kept = model.predict(X) * 9\nkept[kept > 40] = 40\nkept[kept <= 1.5] = 1.5\nkept = kept.round(2)",
        "(model.predict(X) * 9).clip(None, 40).clip(1.5).round(2)",
    ),
    "by what is another later": (
        LOGS + "\nCAP = 4", "kept = np.minimum(model.predict(X), CAP)\nCAP = 1",
        "np.minimum(model.predict(X), cap_then)",
    ),
    "by what learns more later": (
        SCALED,
        "kept = scaler.inverse_transform(model.predict(X).reshape(-1, 1)).ravel()\nscaler.fit(X)",
        "scaler_then.inverse_transform(model.predict(X).reshape(-1, 1)).ravel()",
    ),
    "in a column": (
        LOGS, "out = X.copy()\nout['kept'] = model.predict(X).round(1)\nkept = out['kept']",
        "model.predict(X).round(1)",
    ),
    "one by one": (
        LOGS,
        "logs = model.predict(X)\nkept = [max(0.0, round(float(np.expm1(log)), 2)) for log in logs]\n"
        "log = kept[0]",
        "[max(0.0, round(float(np.expm1(log)), 2)) for log in model.predict(X)]",
    ),
    "one by one, in a loop": (
        LOGS, "logs = model.predict(X)\nkept = []\nfor log in logs:\n    kept.append(round(np.expm1(log), 1))",
        "[round(np.expm1(log), 1) for log in model.predict(X)]",
    ),
    "in columns of a table": (
        LOGS,
        "logs = model.predict(X)\ntable = pd.DataFrame({'real': y, 'log': logs})\n"
        "table['price'] = table['log'].apply(np.expm1)\nkept = table['price']",
        "pd.Series(model.predict(X)).apply(np.expm1)",
    ),
    "in columns, one after another": (
        LOGS,
        "table = X.copy()\ntable['log'] = model.predict(X)\ntable['price'] = np.expm1(table['log'])\n"
        "kept = table['price']",
        "np.expm1(model.predict(X))",
    ),
    "mapped": (
        LOGS, "logs = model.predict(X)\nkept = list(map(np.expm1, logs))",
        "list(map(np.expm1, model.predict(X)))",
    ),
    "applied": (
        LOGS, "logs = model.predict(X)\nkept = pd.Series(logs).apply(np.expm1).round(1)",
        "pd.Series(model.predict(X)).apply(np.expm1).round(1)",
    ),
    "applied, by a lambda and a metric's": (
        LOGS,
        "logs = pd.Series(model.predict(X))\nkept = logs.map(lambda log: np.exp(log) - 1)\n"
        "print(abs(kept - y).mean())",
        "pd.Series(model.predict(X)).map(lambda log: np.exp(log) - 1)",
    ),
    "one by one, by a function of the notebook": (
        LOGS,
        "def original(log):\n    return np.expm1(log)\n\nkept = [original(log) for log in model.predict(X)]",
        "[original(log) for log in model.predict(X)]",
    ),
    "some set anew": (
        LOGS, "kept = model.predict(X)\nkept = np.where(kept < 1, 1, kept)\nkept = kept.round(2)",
        "np.where(prediction < 1, 1, prediction).round(2)",
    ),
    "some set anew in a column, and the rest more": (
        LOGS,
        "out = X.copy()\nout['p'] = model.predict(X)\nout['p'] = out['p'] * 2\n"
        "out['p'] = np.where((out['p'] > 1) & (out.p < 9), out['p'] * 0.9, out['p'])\nkept = out['p']",
        "np.where(((prediction * 2) > 1) & ((prediction * 2) < 9), (prediction * 2) * 0.9, (prediction * 2))",
    ),
    "some set anew by a method": (
        LOGS,
        "out = X.copy()\nout['p'] = model.predict(X)\nout['p'] = out['p'].where(out['p'] > 1, 0)\nkept = out['p']",
        "pd.Series(prediction).where(prediction > 1, 0)",
    ),
    "some set anew, one by one": (
        LOGS,
        "out = X.copy()\nout['p'] = model.predict(X)\nhigh = out['p'].quantile(0.9)\n"
        "out['p'] = out['p'].apply(lambda x: x if x < high else x * 1.1)\nkept = out['p']",
        "pd.Series(model.predict(X)).apply(lambda x: x if x < high else x * 1.1)",
    ),
    "names of classes": (
        LABELS,
        "codes = model.predict(X)\ntable = pd.DataFrame({'town': names.inverse_transform(codes)})",
        "names.inverse_transform(model.predict(X))",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DECODED)
def test_what_the_notebook_makes_of_answers_is_served(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit, ask, answer = DECODED[name]
    found = synthesis(IMPORTS, read, NUMBERS, fit, ask)
    checked(found)
    text = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    assert f"return {answer}" in text
    names = watched(found)
    if "kept" in names:
        served = names["predict"](names[found.made[0].rows])
        assert list(served) == list(names["kept"])
        assert np.asarray(served).dtype == np.asarray(names["kept"]).dtype


def test_answers_that_are_only_called_otherwise_stay_what_they_are(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    ask = "pred = pd.Series(model.predict(X))\npred.index = df['town']\npred.name = 'price'\nkept = pred.clip(0, 480)"
    found = synthesis(IMPORTS, read, NUMBERS, "model = Ridge().fit(X, y)", ask)
    assert found.made and not found.refused


LEFT = {
    "means that change between": "pred = model.predict(X)\npred[pred > pred.mean()] = 1\npred[pred < pred.mean()] = 0",
    "numbers that are none": "pred = model.predict(X)\npred[pred > 400] = 1e999",
    "numbers that are none, in a loop": (
        "pred = model.predict(X)\nfor i in range(len(pred)):\n    if pred[i] > 400:\n        pred[i] = 1e999"
    ),
    "a number that is computed": "pred = model.predict(X)\npred[pred > 400] = ~0",
    "the first of them": "pred = model.predict(X)\npred[0] = 5",
    "in order": "pred = model.predict(X)\npred.sort()",
    "by what came before": "pred = model.predict(X)\nfor i in range(1, len(pred)):\n    pred[i] = (pred[i] + pred[i - 1]) / 2",
}


@pytest.mark.parametrize("name", LEFT)
def test_answers_that_change_otherwise_are_served_as_they_were_and_that_is_said(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, "model = Ridge().fit(X, y)", LEFT[name])
    names = watched(found)
    served = names["predict"](names[found.made[0].rows])
    assert list(served) == list(names["model"].predict(names["X"]))
    assert [(each, "of each answer alone" in why) for each, why, _ in found.refused] == [("pred", True)]


CHANGED = {
    "where another column is small": "kept = model.predict(X)\nkept[df['price'] < 450] = 0",
    "in a column, where another is small": "df['p'] = model.predict(X)\ndf.loc[df['rooms'] < 2, 'p'] = df['p'] * 2",
    "chosen by another column": "kept = model.predict(X)\nkept = np.where(df['price'] < 450, kept / 2, kept)",
    "by another column": "kept = model.predict(X)\nkept[kept > 300] = df['size'][kept > 300]",
}


@pytest.mark.parametrize("name", CHANGED)
def test_answers_that_other_columns_change_are_refused(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, "model = Ridge().fit(X, y)", CHANGED[name])
    assert not found.made
    assert "is changed by what else the rows say" in found.refused[0][1]


def test_answers_that_get_the_rows_index_are_served(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    ask = "kept = model.predict(X)\nkept = pd.Series(kept, index=X.index)\nprint(kept.where(kept > 0).mean())"
    found = synthesis(IMPORTS, read, NUMBERS, "model = Ridge().fit(X, y)", ask)
    assert found.made and not found.refused


PLAIN = {
    "a metric": "print(abs(model.predict(X) - y).mean())",
    "rounded to be read": "print(model.predict(X).round(1))",
    "an error": "pred = model.predict(X)\nerror = pred - y",
    "a product": "PRICE = 3\npred = model.predict(X)\nincome = pred * PRICE",
    "a threshold": "many = (model.predict(X) > 5).astype(int)",
    "a grid to draw": (
        "a, b = np.meshgrid(np.arange(3), np.arange(4))\nZ = model.predict(np.c_[a.ravel(), b.ravel()])\n"
        "Z = Z.reshape(a.shape)\nprint(model.predict(X)[:3])"
    ),
    "of other rows": "further = model.predict(X) - model.predict(X[::-1])\nprint(model.predict(X)[0])",
    "two ways": "one = model.predict(X).round(1)\ntwo = np.floor(model.predict(X))",
    "two scales": "pred = model.predict(X)\nprint(np.exp(pred).mean(), np.expm1(pred).round())",
    "held": "pred = model.predict(X)\none = pd.Series(pred)\ntwo = list(one)",
    "some of them": "pred = model.predict(X)\nkept = [np.exp(one) for one in pred if one > 0]",
    "of others, too": "pred = model.predict(X)\nkept = [one - other for one, other in zip(pred, y)]",
    "in a loop, with others": "pred = model.predict(X)\nkept = [0]\nfor one in pred:\n    kept.append(np.exp(one))",
    "in a column of other rows": "pred = model.predict(X)\ntable = pd.DataFrame({'price': pred[:3]})\n"
    "kept = np.exp(table['price'])",
    "an iterator": "pred = model.predict(X)\nkept = map(np.exp, pred)",
    "bound anew": "pred = model.predict(X)\npred = y\ntwo = np.exp(pred)",
    "a report": "from sklearn.preprocessing import LabelEncoder\nle = LabelEncoder().fit([0])\n"
    "print(le.inverse_transform(model.predict(X).astype(int) * 0))",
}


@pytest.mark.parametrize("name", PLAIN)
def test_what_is_only_said_of_answers_is_not(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, "model = Ridge().fit(X, y)", PLAIN[name])
    text = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    assert "    return model.predict(X)\n" in text + "\n"


SCALES = {
    "of the call": ("model = Ridge().fit(X, np.log1p(y))", "", "np.log1p(y)"),
    "of a part of a split": (
        "y = np.sqrt(y)\na, b, c, d = train_test_split(X, y, random_state=0)\nmodel = Ridge()\nmodel.fit(a, c)",
        "",
        "np.sqrt(y)",
    ),
    "of a column": (
        "df['price'] = df['price'].apply(np.log)\nX, y = df[['size', 'rooms']], df.price.values\n"
        "model = Ridge().fit(X, y)",
        "",
        "df['price'].apply(np.log)",
    ),
    "none": ("model = Ridge().fit(X, y)", "", ""),
    "another model's": ("other = Ridge().fit(X, np.log(y))\nmodel = Ridge().fit(X, y)", "", ""),
    "taken back": ("model = Ridge().fit(X, np.log1p(y))", "np.expm1", ""),
    "by a power": ("model = Ridge().fit(X, np.log10(y))", "10 ** ", ""),
    "taken back by a function": (
        "def original(logs):\n    return np.exp(logs)\n\nmodel = Ridge().fit(X, np.log(y))", "original", "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SCALES)
def test_the_scale_of_answers_is_told(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit, back, scale = SCALES[name]
    found = synthesis(IMPORTS, read, NUMBERS, fit, f"kept = {back}(model.predict(X))", "print(kept)")
    assert [each.scale for each in found.made] == [scale]


BAYES = "from sklearn.linear_model import BayesianRidge\nmodel = BayesianRidge().fit(X, y)"
FOREST = "from sklearn.ensemble import RandomForestRegressor\nmodel = RandomForestRegressor(4).fit(X, y)"
BESIDE = {
    "beside the rows": (BAYES, "kept = model.predict(X, return_std=True)", "model.predict(X, return_std=True)"),
    "beside rows with a word": (
        BAYES, "kept = model.predict(return_std=True, X=X)", "model.predict(X=X, return_std=True)",
    ),
    "by a name": (BAYES, "STD = False\nkept = model.predict(X, STD)", "model.predict(X, STD)"),
    "by a name that is another later": (
        BAYES, "std = False\nkept = model.predict(X, return_std=std)\nstd = True",
        "model.predict(X, return_std=std_then)",
    ),
    "in another scale": (BAYES, "kept = np.exp(model.predict(X, False))", "np.exp(model.predict(X, False))"),
}  # fmt: skip


@pytest.mark.parametrize("name", BESIDE)
def test_what_a_notebook_asks_with_beside_its_rows_is_asked_with(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit, ask, answer = BESIDE[name]
    found = synthesis(IMPORTS, read, NUMBERS, fit, ask)
    checked(found)
    text = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    assert f"return {answer}" in text
    names = watched(found)
    served = names["predict"](names[found.made[0].rows])
    assert str(served) == str(names["kept"])


def test_how_fast_an_estimator_answers_is_not_served_and_what_depends_on_rows_is_refused(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = "from strange import Model\nmodel = Model().fit(X, y)"
    quick = synthesis(IMPORTS, read, NUMBERS, fit, "p = model.predict(X, verbose=1, batch_size=len(X))")
    assert "    return model.predict(X)" in quick.program.cells[-1].code.splitlines()
    quiet = synthesis(IMPORTS, read, NUMBERS, fit, "p = model.predict(X, verbose=0)")
    assert "return model.predict(X, verbose=0)" in quiet.program.cells[-1].code
    offset = synthesis(IMPORTS, read, NUMBERS, fit, 'p = model.predict(X, offset=df["size"])')
    assert not offset.made and "beside its rows" in offset.refused[0][1]
