"""Folds whose rounds prepare rows of their own: target means, encoders, scalers, in loops over columns."""

from __future__ import annotations

import pytest
from notebooks import flow_of
from served_rows import IMPORTS, checked, synthesis, watched

pytest.importorskip("sklearn")

from converter.rewrite.serving.inlined import inlined

FOLDS = """
from sklearn.model_selection import KFold
y = (df.pop("price") > 500).astype(int)
X = df[["town", "heating", "size", "rooms"]]
test = X.sample(30, random_state=1)
folds = KFold(4, shuffle=True, random_state=0)
"""

ROUNDS = {
    "a value of each column": """
kept = np.zeros(len(test))
for tr, va in folds.split(X, y):
    X_tr, X_te = X.iloc[tr].copy(), test.copy()
    y_tr = y.iloc[tr]
    prior = y_tr.mean()
    for c in ['town', 'heating']:
        means = y_tr.groupby(X_tr[c]).mean()
        X_tr[c] = X_tr[c].map(means)
        X_te[c] = X_te[c].map(means).fillna(prior)
    model = LogisticRegression().fit(X_tr, y_tr)
    kept += model.predict_proba(X_te)[:, 1] / 4
""",
    "computed where it is used, columns dropped": """
kept = 0
for fold, (tr, va) in enumerate(folds.split(X, y)):
    X_tr = X.iloc[tr].copy()
    X_te = test.copy()
    for c in ['town', 'heating']:
        X_te[c + '_te'] = X_te[c].map(y.iloc[tr].groupby(X_tr[c]).mean()).fillna(y.iloc[tr].mean())
        X_tr[c + '_te'] = X_tr[c].map(y.iloc[tr].groupby(X_tr[c]).mean())
    X_tr.drop(['town', 'heating'], axis=1, inplace=True)
    X_te.drop(['town', 'heating'], axis=1, inplace=True)
    model = LogisticRegression().fit(X_tr, y.iloc[tr])
    kept += model.predict_proba(X_te)[:, 1]
kept /= 4
""",
    "an encoder that learns again for each column": """
preds = []
for tr, va in folds.split(X, y):
    X_tr = X.iloc[tr].copy()
    X_te = test.copy()
    le = LabelEncoder()
    for c in X_tr.select_dtypes(exclude='number').columns:
        le.fit(X[c])
        X_tr[c] = le.transform(X_tr[c])
        X_te[c] = le.transform(X_te[c])
    model = LogisticRegression().fit(X_tr, y.iloc[tr])
    preds.append(model.predict_proba(X_te)[:, 1])
kept = np.mean(preds, axis=0)
""",
    "values and a scaler of the round, a frame with a new name": """
kept = np.zeros(len(test))
for tr, va in folds.split(X, y):
    cols = ['size', 'rooms']
    X_tr = X[cols].iloc[tr].copy()
    X_te = test[cols].copy()
    X_te['rooms'] = X_te['rooms'].fillna(X_tr['rooms'].median()) - X_tr['rooms'].mean()
    X_tr['rooms'] = X_tr['rooms'] - X_tr['rooms'].mean()
    scaler = StandardScaler()
    X_tr = scaler.fit_transform(X_tr)
    X_te = scaler.transform(X_te)
    model = LogisticRegression().fit(X_tr, y.iloc[tr])
    kept += model.predict_proba(X_te)[:, 1] / folds.n_splits
""",
    "a table that a function looks up": """
kept = np.zeros(len(test))
for tr, va in folds.split(X, y):
    X_te = test[['town', 'size']].copy()
    X_tr = X[['town', 'size']].iloc[tr].copy()
    for c in ['town']:
        means = y.iloc[tr].groupby(X_tr[c]).mean().to_dict()
        X_te[c] = X_te[c].apply(lambda v: means.get(v, 0.5))
        X_tr[c] = X_tr[c].apply(lambda v: means.get(v, 0.5))
    model = LogisticRegression().fit(X_tr, y.iloc[tr])
    kept += model.predict_proba(X_te)[:, 1] / folds.n_splits
""",
    "two frames in one line": """
kept = np.zeros(len(test))
for tr, va in folds.split(X, y):
    X_te = test[['town', 'size']].copy()
    X_tr = X[['town', 'size']].iloc[tr].copy()
    for c in ['town']:
        means = y.iloc[tr].groupby(X_tr[c]).mean()
        X_tr[c], X_te[c] = X_tr[c].map(means), X_te[c].map(means)
    model = LogisticRegression().fit(X_tr, y.iloc[tr])
    kept += model.predict_proba(X_te)[:, 1] / folds.n_splits
""",
}


def answered(found):
    """The names of the watched run, in which the only served function answers as the notebook's `kept`."""
    checked(found)
    (made,) = found.made
    names = watched(found)
    answers = names[made.name](names[made.rows].loc[names["test"].index])
    assert list(answers) == list(names["kept"])
    return names


@pytest.mark.parametrize("name", ROUNDS)
def test_what_each_round_makes_for_its_rows_is_kept(name, table):
    read = f"df = pd.read_csv({str(table)!r})\ndf = df.fillna({{'rooms': 2, 'heating': 'none'}})"
    found = synthesis(IMPORTS, read, FOLDS, ROUNDS[name], "print(kept[:3])")
    assert not found.refused
    answered(found)
    text = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    assert "X_tr" not in text.split("def predict")[1]


UNKNOWN = {
    "columns in a branch": "    for c in ['rooms']:\n        if c in X_te:\n            X_te[c] = X_te[c] * 2",
    "a frame that becomes another": "    X_te, X_va = X_te.head(9), X_te.tail(9)",
    "two names for each column": "    for c, other in [('rooms', 'size')]:\n        X_te[c] = X_te[other]",
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_rounds_that_prepare_rows_otherwise_are_refused(name, table):
    read = f"df = pd.read_csv({str(table)!r})\ndf = df.fillna({{'rooms': 2, 'heating': 'none'}})"
    loop = (
        "kept = np.zeros(len(test))\nfor tr, va in folds.split(X, y):\n    cols = ['size', 'rooms']\n"
        f"    X_te = test[cols].copy()\n{UNKNOWN[name]}\n"
        "    model = LogisticRegression().fit(X[cols].iloc[tr], y.iloc[tr])\n"
        "    kept = kept + model.predict_proba(X_te)[:, 1] / 4"
    )
    found = synthesis(IMPORTS, read, FOLDS, loop, "print(kept[:3])")
    assert not found.made
    assert "'kept' is made in a loop" in found.refused[0][1]


ENCODE = """
def encode(part, rest, few, worth, weight=10):
    \"\"\"Mean worth by value, drawn to that of all.\"\"\"
    together = pd.concat([part, worth], axis=1)
    means = together.groupby(part.name)[worth.name].agg(["mean", "count"])
    prior = worth.mean()
    means[worth.name] = (means["mean"] * means["count"] + prior * weight) / (means["count"] + weight)
    return [column.map(means[worth.name]).fillna(prior) for column in (part, rest)], few.map(
        means[worth.name]
    ).fillna(prior)


kept = 0
for fold, (tr, va) in enumerate(folds.split(X, y)):
    X_tr, X_va = X.iloc[tr].copy(), X.iloc[va].copy()
    X_te, y_tr = test.copy(), y.iloc[tr].copy()
    for c in ["town", "heating"]:
        both, X_te[c + "_mean"] = encode(X_tr[c], X_va[c], few=X_te[c], worth=y_tr, weight=3)
        X_tr[c + "_mean"], X_va[c + "_mean"] = both
    for frame in [X_tr, X_va]:
        frame.drop(["town", "heating"], axis=1, inplace=True)
    X_te.drop(["town", "heating"], axis=1, inplace=True)
    model = LogisticRegression()
    fitted = model.fit(X_tr, y_tr)
    kept += fitted.predict_proba(X_te)[:, 1]
kept /= 4
"""


def test_functions_that_rounds_call_are_written_out_in_them(table):
    read = f"df = pd.read_csv({str(table)!r})\ndf = df.fillna({{'rooms': 2, 'heating': 'none'}})"
    program = inlined(flow_of(IMPORTS, read, FOLDS, ENCODE, "print(kept[:3])"))
    found = synthesis(*(cell.code for cell in program.cells))
    assert not found.refused
    answered(found)
    text = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    assert "for means_by_c, prior_by_c, fitted in rounds:" in text
    assert "few = X_te[c]\n" in text and ".fillna(prior_by_c[c])" in text


OUT_OF_FOLD = """
worth = train["price"].mean()
for c in ["town", "heating"]:
    train[f"{c}_te"] = np.nan
    for tr, va in KFold(4).split(train):
        means = train.iloc[tr].groupby(c)["price"].mean()
        train.loc[train.index[va], f"{c}_te"] = train.iloc[va][c].map(means).fillna(worth)
    full = train.groupby(c)["price"].mean()
    test[f"{c}_te"] = test[c].map(full).fillna(worth)
model = Ridge().fit(train[["size", "town_te", "heating_te"]], train["price"])
kept = model.predict(test[["size", "town_te", "heating_te"]])
"""


def test_folds_of_the_training_rows_within_a_loop_over_columns_are_left_to_training(table):
    read = f"from sklearn.model_selection import KFold\ndf = pd.read_csv({str(table)!r})"
    parts = "train, test = train_test_split(df, random_state=0)"
    found = synthesis(IMPORTS, read, parts, OUT_OF_FOLD, "print(kept[:3])")
    assert not found.refused
    answered(found)
    text = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    assert 'df[f"{c}_te"] = df[c].map(full_by_c[c]).fillna(worth)' in text
    assert "KFold" not in text.split("def predict")[1].split("return")[0]


def test_what_folds_within_a_loop_leave_behind_is_not_served(table):
    read = f"from sklearn.model_selection import KFold\ndf = pd.read_csv({str(table)!r})"
    parts = "train, test = train_test_split(df, random_state=0)"
    last = OUT_OF_FOLD.replace("test[c].map(full)", "test[c].map(means)")
    found = synthesis(IMPORTS, read, parts, last, "print(kept[:3])")
    assert not found.made
    assert "a round reads 'means', which rounds change" in found.refused[0][1]


def test_frames_that_a_loop_within_a_loop_changes_are_not_left_to_training(table):
    read = f"from sklearn.model_selection import KFold\ndf = pd.read_csv({str(table)!r})"
    parts = "train, test = train_test_split(df, random_state=0)\nboth = [train, test]"
    more = "    for d in both:\n        d[f'{c}_long'] = d[c].str.len().fillna(0)\n    full ="
    last = OUT_OF_FOLD.replace("    full =", more)
    found = synthesis(IMPORTS, read, parts, last, "print(kept[:3])")
    assert not found.made
