"""Served functions made of whole notebooks' ways with rows: sources, loops, tables, searches, samples."""

from __future__ import annotations

import pytest
from served_rows import ASK, IMPORTS, NUMBERS, SPLIT, checked, synthesis, watched

pytest.importorskip("sklearn")

PREPARED = 'df = df.fillna({"heating": "none", "rooms": 0})'
COLUMNS = 'X = df[["town", "heating", "size"]]\ny = df["price"]'

SOURCES = {
    "a bunch's data as a frame": (
        "from sklearn.datasets import load_iris\niris = load_iris()\n"
        "X = pd.DataFrame(iris.data, columns=iris.feature_names)\ny = iris.target"
    ),
    "a bunch by keys": (
        "from sklearn.datasets import load_iris\niris = load_iris()\n"
        'df = pd.DataFrame(iris["data"], columns=iris["feature_names"])\n'
        'df["target"] = iris["target"]\nX = df.drop("target", axis=1)\ny = df["target"]'
    ),
    "a bunch's frame": (
        "from sklearn.datasets import load_iris\ndf = load_iris(as_frame=True).frame\n"
        'X = df.drop(columns="target")\ny = df.target'
    ),
    "a matrix": "from sklearn.datasets import load_iris\niris = load_iris()\nX = iris.data\ny = iris.target",
    "some columns of a frame, beside another name": (
        "from sklearn.datasets import load_iris\niris = load_iris(as_frame=True)\n"
        "X, y = iris.data.iloc[:, :3], iris.target"
    ),
    "images": (
        "from sklearn.datasets import load_digits\ndigits = load_digits()\n"
        "X = digits.images.reshape((len(digits.images), -1))\ny = digits.target"
    ),
    "images as they are": (
        "from sklearn.datasets import load_digits\ndigits = load_digits()\n"
        "images = digits.images.astype('float32') / 16\nimages = images[..., np.newaxis]\n"
        "X = images.reshape(len(images), -1)\ny = digits.target"
    ),
    "both at once": "from sklearn.datasets import load_iris\nX, y = load_iris(return_X_y=True)",
    "data that is made": (
        "from sklearn.datasets import make_classification\n"
        "X, y = make_classification(n_samples=100, random_state=0)"
    ),
    "data that is drawn": (
        "rng = np.random.default_rng(0)\n"
        'df = pd.DataFrame({"a": rng.normal(size=90), "b": rng.integers(0, 3, 90)})\n'
        'df["y"] = df["a"] * 2 + rng.normal(size=90)\nX = df[["a", "b"]]\ny = df["y"]'
    ),
}


@pytest.mark.parametrize("name", SOURCES)
def test_rows_begin_where_the_notebook_got_them(name):
    found = synthesis(IMPORTS, SOURCES[name], SPLIT, ASK)
    assert not found.refused
    checked(found)
    rows = watched(found)[found.made[0].rows]
    assert not isinstance(rows, dict)


def test_rows_may_begin_inside_what_is_split():
    read = "from sklearn.datasets import load_iris\niris = load_iris(as_frame=True)"
    split = SPLIT.replace("(X, y,", "(iris.data.iloc[:, 1:], iris.target,")
    assert split != SPLIT
    found = synthesis(IMPORTS, read, split, ASK)
    assert not found.refused
    checked(found)
    assert watched(found)[found.made[0].rows].shape == (150, 4)


LOOPS = {
    "an encoder in each round": (
        'for column in ["town", "heating"]:\n    encoder = LabelEncoder()\n'
        "    df[column] = encoder.fit_transform(df[column])"
    ),
    "fitted and asked apart": (
        'for column in ["town", "heating"]:\n    encoder = LabelEncoder()\n'
        "    encoder.fit(df[column])  # learns\n    print(column)\n"
        "    df[column] = encoder.transform(df[column])"
    ),
    "a dict of encoders": (
        'encoders = {}\nfor column in ["town", "heating"]:\n    encoders[column] = LabelEncoder()\n'
        "    df[column] = encoders[column].fit_transform(df[column])"
    ),
    "encoders put aside": (
        'encoders = {}\nfor column in ["town", "heating"]:\n    encoder = LabelEncoder()\n'
        "    df[column] = encoder.fit_transform(df[column])\n    encoders[column] = encoder"
    ),
    "one encoder for all rounds": (
        'encoder = LabelEncoder()\nfor column in ["town", "heating"]:\n'
        "    df[column] = encoder.fit_transform(df[column])"
    ),
    "columns of a kind": (
        'for column in df.select_dtypes(exclude="number").columns:\n'
        "    df[column] = LabelEncoder().fit_transform(df[column])"
    ),
    "columns chosen by their kind": (
        'for column in df.columns:\n    if column == "price":\n        continue\n'
        '    elif df[column].dtype not in ("int64", "float64"):\n'
        "        df[column] = LabelEncoder().fit_transform(df[column])\n"
        "    else:\n        mean = df[column].mean()\n        df[column] = df[column] - mean"
    ),
    "a name for the columns": (
        'TEXTS = ["town", "heating"]\nfor column in TEXTS:\n'
        '    df[column] = df[column].astype("category").cat.codes'
    ),
}


@pytest.mark.parametrize("name", LOOPS)
def test_what_each_round_of_a_loop_learns_is_kept_for_its_column(name, table):
    read = f"df = pd.read_csv({str(table)!r})"
    found = synthesis(IMPORTS, read, PREPARED, LOOPS[name], COLUMNS, SPLIT, ASK)
    assert not found.refused
    checked(found)


@pytest.mark.parametrize("name", LOOPS)
def test_training_does_what_the_notebook_did(name, table):
    read = f"df = pd.read_csv({str(table)!r})"
    cells = (IMPORTS, read, PREPARED, LOOPS[name], COLUMNS, SPLIT, ASK)
    plain: dict[str, object] = {"print": lambda *_: None}
    for text in cells:
        exec(text, plain)
    names = watched(synthesis(*cells))
    assert names["X"].equals(plain["X"])
    assert (names["model"].coef_ == plain["model"].coef_).all()


TABLES = {
    "a mean for each group": 'df["t"] = df["town"].map(df.groupby("town")["price"].mean())',
    "a table with a name": 'means = df.groupby("town")["price"].mean()\ndf["t"] = df["town"].map(means)',
    "a count for each value": 'df["t"] = df["town"].map(df["town"].value_counts())',
    "a merged table": (
        'means = df.groupby("town", as_index=False)["price"].mean().rename(columns={"price": "t"})\n'
        'df = df.merge(means, on="town", how="left")'
    ),
    "a merged table by pandas": (
        'means = df.groupby("town")["price"].mean().rename("t").reset_index()\n'
        'df = pd.merge(df, means, on="town", how="left")'
    ),
    "a table of the notebook": (
        'km = pd.DataFrame({"town": ["Ulm", "Bonn", "Kiel"], "t": [1, 2, 3]})\n'
        'df = df.merge(km, on="town", how="left")'
    ),
    "dummies beside": 'df = pd.concat([df, pd.get_dummies(df["town"], drop_first = True)], axis=1)\ndf["t"] = 1',
    "dummies joined": 'df = df.join(pd.get_dummies(df["town"]))\ndf["t"] = 1',
    "a category": 'df["t"] = df.town.astype("category").cat.codes',
    "a category in two steps": 'df["t"] = df["town"].astype("category")\ndf["t"] = df["t"].cat.codes',
    "numbers by a comprehension": (
        "codes = {town: i for i, town in enumerate(df['town'].unique(), 1)}\n"
        "df['t'] = df['town'].map(codes)"
    ),
    "statistics by a comprehension": (
        "df['t'] = df[['size', 'rooms']].sub({c: df[c].mean() for c in ['size', 'rooms']})['size']"
    ),
    "columns by a comprehension": (
        "df['t'] = pd.concat([df[c] for c in ['size', 'rooms']], axis=1)['rooms']"
    ),
    "a column of ones": 'df["t"] = np.ones(len(df))',
}


@pytest.mark.parametrize("name", TABLES)
def test_tables_of_training_are_looked_up(name, table):
    read = f"df = pd.read_csv({str(table)!r})"
    columns = (
        'X = df.drop(columns=["town", "heating", "built", "street", "price"])\ny = df["price"]'
    )
    found = synthesis(IMPORTS, read, PREPARED, TABLES[name], columns, SPLIT, ASK)
    assert not found.refused
    checked(found)


ENDS = {
    "a search": (
        "from sklearn.model_selection import GridSearchCV\n"
        'grid = GridSearchCV(Ridge(), {"alpha": [1, 2]}, cv=3).fit(X, y)\nprint(grid.predict(X)[:2])'
    ),
    "the best of a search": (
        "from sklearn.model_selection import GridSearchCV\n"
        'grid = GridSearchCV(Ridge(), {"alpha": [1, 2]}, cv=3)\ngrid.fit(X, y)\n'
        "print(grid.best_estimator_.predict(X)[:2])"
    ),
    "only a score": SPLIT + "print(model.score(test, y_test))",
    "a list": SPLIT + "print(model.predict([[50, 2]]))",
    "a sample after the test rows": (
        SPLIT + "print(model.predict(test)[:2])\n"
        'sample = pd.DataFrame({"size": [50], "rooms": [2]})\nprint(model.predict(sample))'
    ),
    "a sample by its name": (
        SPLIT + "print(model.predict(test)[:2])\nflat = {'size': 50, 'rooms': 2}\n"
        "sample = pd.DataFrame([flat])\nprint(model.predict(sample))"
    ),
    "a column of the frame": 'model = Ridge().fit(X, y)\ndf["told"] = model.predict(X)',
    "rows by their places": (
        "places = np.random.RandomState(0).permutation(len(X))\nX = X.iloc[places]\n"
        "y = y.iloc[places]\nmodel = Ridge().fit(X[:80], y[:80])\nprint(model.predict(X[80:]))"
    ),
    "statistics of the training rows": (
        "train, test, y_train, y_test = train_test_split(X, y, random_state=0)\n"
        'middle = train["size"].median()\ntrain = train - middle\ntest = test - middle\n'
        "model = Ridge().fit(train, y_train)\nprint(model.predict(test))"
    ),
}


@pytest.mark.parametrize("name", ENDS)
def test_estimators_answer_about_the_datas_rows(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, ENDS[name])
    assert not found.refused
    checked(found)
    assert len(watched(found)[found.made[0].rows]) == 100


def test_a_sample_is_all_that_is_left_when_the_datas_rows_cannot_be_served(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    across = 'df["size"] = df.groupby("town")["size"].transform("cumsum")'
    sample = 'sample = pd.DataFrame({"size": [50], "rooms": [2]})\nprint(model.predict(sample))'
    found = synthesis(IMPORTS, read, across, NUMBERS, SPLIT, ASK, sample)
    assert len(watched(found)[found.made[0].rows]) == 1
    checked(found)
    ((name, why, _),) = found.refused
    assert name == "model" and why.startswith("groupby() makes a row depend on others")


def test_columns_that_are_not_chosen_need_not_be_served(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)\nnames = list(df.columns[:2])"
    other = 'df["mean"] = df.groupby("town")["size"].transform("cumsum")\nX = df[names]'
    found = synthesis(IMPORTS, read, other, 'y = df["price"]', SPLIT, ASK)
    assert not found.refused
    checked(found)
    assert "mean" not in "".join(text for _, text in found.made[0].cells).partition("def predict(")[2]


def test_two_answers_of_one_estimator_are_one_record(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = "model = LogisticRegression().fit(X, y > 500)\na = model.predict(X)\nb = model.predict_proba(X)"
    found = synthesis(IMPORTS, read, NUMBERS, fit)
    answer = watched(found)["predict"]
    rows = watched(found)[found.made[0].rows]
    told = answer(rows.head(2))
    assert set(told) == {"prediction", "probabilities"}
    assert told["probabilities"].shape == (2, 2)


def test_two_estimators_are_two_functions(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = "one = Ridge().fit(X, y)\ntwo = Ridge(9).fit(X, y)\none.predict(X)\ntwo.predict(X)"
    found = synthesis(IMPORTS, read, NUMBERS, fit)
    assert [each.name for each in found.made] == ["predict_one", "predict_two"]
    checked(found)
    assert [each.name for each in synthesis(IMPORTS, read, NUMBERS, fit, wanted=("two",)).made] == [
        "predict"
    ]


def test_two_estimators_share_what_prepares_their_rows(table):
    read = f"df = pd.read_csv({str(table)!r})"
    prepare = (
        'df["rooms"] = df["rooms"].fillna(2)\ndf["large"] = (df["size"] > 99).astype(int)\n'
        'X = df[["rooms", "large"]]\ny = df["price"]'
    )
    other = 'df["each"] = df["size"] / df["rooms"]\nZ = df[["each"]]'
    fit = "one = Ridge().fit(X, y)\ntwo = Ridge(9).fit(Z, y)\none.predict(X)\ntwo.predict(Z)"
    found = synthesis(IMPORTS, read, prepare, other, fit)
    assert [each.name for each in found.made] == ["predict_one", "predict_two"]
    checked(found)
    assert sum(cell.code.count("def prepare") for cell in found.program.cells) == 2

def test_rows_that_get_the_answer_as_a_column_are_compared_as_they_were_asked(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = 'model = Ridge().fit(X, y)\nX["worth"] = model.predict(X)'
    found = synthesis(IMPORTS, read, NUMBERS.replace("]]", "]].copy()"), fit)
    assert not found.refused
    checked(found)


@pytest.mark.parametrize("some", ["loc[::17, 'rooms']", "iloc[3:9, 1]", "loc[:20, 'size']"])
def test_rows_begin_after_some_were_changed_by_their_place(some, table):
    read = f"df = pd.read_csv({str(table)!r})\ndf.{some} = np.nan"
    gaps = "df['rooms'] = df['rooms'].fillna(df['rooms'].median())\ndf['size'] = df['size'].fillna(0)"
    found = synthesis(IMPORTS, read, gaps, NUMBERS, "model = Ridge().fit(X, y)\nprint(model.predict(X))")
    assert [each.estimator for each in found.made] == ["model"]
    checked(found)
    text = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    assert some.split("[")[0] + "[" not in text.split("def predict")[1]


WAYS = {
    "rows that were left out": (
        "df = df.fillna(0)\ndf = df[df['rooms'] > 0]\n"
        "df['each'] = df.apply(lambda row: row['size'] / int(row['rooms']), axis=1)",
        "X = df[['size', 'each']]",
    ),
    "two columns at once": (
        "df = df.fillna(0)\ndf['big'], df['many'] = df['size'] > 90, df['rooms'] * 2",
        "X = df[['size', 'big', 'many']]",
    ),
    "an index": (
        "df = df.fillna(0)\ndf['built'] = pd.to_datetime(df['built'])\ndf = df.set_index('built').sort_index()",
        "X = df[['size', 'rooms']]",
    ),
    "a sparse matrix": (
        "from scipy.sparse import csr_matrix, hstack\ndf = df.fillna(0)",
        "X = hstack([csr_matrix(df[['size']].values), df[['rooms']].values]).tocsr()",
    ),
}


@pytest.mark.parametrize("name", WAYS)
def test_ways_to_prepare_rows(name, table):
    read = f"df = pd.read_csv({str(table)!r})"
    prepare, choose = WAYS[name]
    fit = "model = Ridge().fit(X, df['price'])\nprint(model.predict(X))"
    found = synthesis(IMPORTS, read, prepare, choose, fit)
    assert [each.estimator for each in found.made] == ["model"]
    checked(found)


def test_a_column_that_is_changed_together_with_something_else_is_refused(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    both = "df['size'], unit = df['size'] * 2, 'm2'"
    found = synthesis(IMPORTS, read, both, NUMBERS, "model = Ridge().fit(X, y)\nprint(model.predict(X))")
    ((_, why, _),) = found.refused
    assert why == "'df' is changed together with something else; give each a line of its own"


def test_data_and_target_of_a_bunch_in_one_line():
    read = "from sklearn.datasets import load_wine\nbunch = load_wine()\nX, y = bunch.data, bunch.target"
    scale = "from sklearn.preprocessing import StandardScaler\nZ = StandardScaler().fit_transform(X)"
    found = synthesis(IMPORTS, read, scale, "model = Ridge().fit(Z, y)\nprint(model.predict(Z))")
    assert [each.estimator for each in found.made] == ["model"]
    checked(found)


def test_models_of_durations_are_asked_for_what_they_have(table):
    """They are scored, too, but have no `predict`."""
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    cox = (
        "class Cox:\n    def fit(self, X, y):\n        self.most = X['size'].max()\n        return self\n"
        "    def score(self, X, y):\n        return 1.0\n"
        "    def predict_partial_hazard(self, X):\n        return X['size'] / self.most"
    )
    ask = "model = Cox().fit(X, y)\nprint(model.score(X, y))\nrisk = model.predict_partial_hazard(X)"
    found = synthesis(IMPORTS, read, NUMBERS, cox, ask)
    checked(found)
    assert "return model.predict_partial_hazard(X)" in found.program.cells[-1].code


COUNTED = {
    "its shape": "X = x.reshape(x.shape[0], 1)",
    "its length": "X = x.reshape((len(x), -1))",
    "a name": "n = len(df)\nX = x.reshape(n, 1)",
    "a name of two": "X = df[['size']].values\nm, n = X.shape\nX = np.c_[np.ones(m), X]",
    "how many columns": "X = df[['size', 'rooms']].values\nX = X / X.shape[1]",
}


@pytest.mark.parametrize("name", COUNTED)
def test_how_many_rows_there_are_is_told_by_those_that_come(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)\nx = df['size'].values"
    fit = "model = Ridge().fit(X, df['price'])\nkept = model.predict(X)"
    found = synthesis(IMPORTS, read, COUNTED[name], fit, "print(kept[:3])")
    checked(found)
    names = watched(found)
    (made,) = found.made
    one = names[made.rows].drop(columns="price").head(1)
    assert list(names[made.name](one)) == pytest.approx([names["kept"][0]])


@pytest.mark.parametrize(
    ("loop", "later", "count"),
    [
        ("for c in ['size', 'rooms']:\n    df[c] = df[c].fillna(0)", "", 1),
        ("for c in ['size', 'rooms']:\n    df[c] = df[c].fillna(0)", "print(c)", 2),
        ("for c in ['size', 'rooms']:\n    wide = df[c] > 1\n    df[c] = df[c].fillna(0) * wide", "", 2),
    ],
    ids=["alike", "whose variable is read later", "that leaves more behind"],
)
def test_loops_over_columns_that_training_and_serving_do_alike_are_shared(loop, later, count, table):
    read = f"df = pd.read_csv({str(table)!r})"
    prepare = f"df['size'] = df['size'].clip(0, 150)\n{loop}\ndf['each'] = df['size'] / (df['rooms'] + 1)"
    fit = "X = df[['each', 'size']]\nmodel = Ridge().fit(X, df['price'])\nprint(model.predict(X)[:3])"
    found = synthesis(IMPORTS, read, prepare, fit, later)
    checked(found)
    texts = [cell.code for cell in found.program.cells]
    assert sum(text.count("def prepare") for text in texts) == count
    assert sum(text.count("for c in") for text in texts) == (1 if count == 1 else 2)


def test_what_two_estimators_are_asked_about_is_prepared_by_one_function(table):
    read = f"df = pd.read_csv({str(table)!r})"
    prepare = (
        "df['rooms'] = df['rooms'].fillna(df['rooms'].median())\ndf = df.drop(columns='built')\n"
        "for c in ['town', 'heating']:\n    df[c] = LabelEncoder().fit_transform(df[c].astype(str))\n"
        "X = df[['size', 'rooms', 'town', 'heating']]"
    )
    one = f"y = df['price']\n{SPLIT}\n{ASK}"
    other = (
        "scaler = StandardScaler().fit(train)\nscaled = scaler.transform(test)\n"
        "second = Ridge().fit(scaler.transform(train), y_train)\nprint(second.predict(scaled)[:3])"
    )
    found = synthesis(IMPORTS, read, prepare, one, other)
    checked(found)
    assert [made.name for made in found.made] == ["predict_model", "predict_second"]
    texts = [cell.code for cell in found.program.cells]
    (text,) = (text for text in texts if "def predict_second" in text)
    assert "test = prepare_rows(rows)\n    scaled = scaler.transform(test)" in text
    assert sum(each.count("def prepare_rows(rows):") for each in texts) == 1
    names = watched(found)
    rows = names[found.made[0].rows].loc[names["test"].index]
    assert list(names["predict_model"](rows)) == list(names["model"].predict(names["test"]))
    assert list(names["predict_second"](rows)) == list(names["second"].predict(names["scaled"]))


def test_an_encoder_that_learns_again_is_kept_by_the_column_that_it_made(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna('none')"
    encode = (
        "le = LabelEncoder()\nle.fit(df.town)\ndf.town = le.transform(df.town)\n"
        "df['street name'] = le.fit_transform(df['street'])\ndf['heating'] = le.fit_transform(df['heating'])"
    )
    fit = (
        "X = df[['size', 'town', 'street name', 'heating']]\n"
        "model = Ridge().fit(X, df['price'])\nprint(model.predict(X)[:3])"
    )
    found = synthesis(IMPORTS, read, encode, fit)
    checked(found)
    text = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    assert "le_town.transform(df.town)" in text and "le_street_name.transform(df['street'])" in text
    assert "= le.transform(df['heating'])" in text
