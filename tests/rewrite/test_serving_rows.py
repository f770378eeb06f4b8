"""Functions made from the chain before an estimator: each row is prepared as training prepared it."""

from __future__ import annotations

import pytest
from notebooks import flow_of
from served_rows import (
    ASK,
    IMPORTS,
    NUMBERS,
    SPLIT,
    as_the_notebook_did,
    checked,
    synthesis,
    watched,
)

pytest.importorskip("sklearn")
pd = pytest.importorskip("pandas")

PREPARED = {
    "categories of what a column is made": (
        'df = df.fillna({"rooms": 0, "heating": "none"})\n'
        'df["town"] = df["town"].map({"Ulm": "u", "Bonn": "b"}).astype("category").cat.codes\n'
        'df["heat"] = df["heating"].str.upper().str[:2].astype("category").cat.codes\n'
        'X = df[["size", "rooms", "town", "heat"]]\ny = df["price"]'
    ),
    "a share of each group": (
        'shares = df.groupby("town")["heating"].apply(lambda s: (s == "gas").mean())\ndf["gas"] = df["town"].map(shares)\n'
        'df = df.fillna(0)\nX = df[["size", "rooms", "gas"]]\ny = df["price"]'
    ),
    "a statistic after columns by other names": (
        'df = df.fillna(1).assign(**{"a b": 1}, rooms=lambda d: d["rooms"] / d["rooms"].max())\n' + NUMBERS
    ),
    "statistics in a chain of methods": (
        'df = (df\n    .query("price > 0")\n    .assign(\n    size=lambda d: d["size"].fillna(d["size"].median()),\n'
        '    rooms=lambda d: d.rooms.fillna(0) / d["size"].max(),\n    ))\n' + NUMBERS
    ),
    "bins of all rows in a chain of methods": (
        'df = df.fillna(1).assign(rooms=lambda d: pd.cut(d["rooms"], 3, labels=False))\n' + NUMBERS
    ),
    "a statistic of all rows": 'df["rooms"] = df["rooms"].fillna(df["rooms"].median())\n' + NUMBERS,
    "the most frequent value": 'df["rooms"] = df["rooms"].fillna(df["rooms"].mode()[0])\n'
    + NUMBERS,
    "what a frame evaluates": (
        'df = df.fillna(0)\nk = 3\ndf = df.eval("each = size / (rooms + 1)")\ndf["more"] = df.eval("size + rooms * @k")\n'
        'df["far out"] = df["size"]\n'
        'df.eval("few = `far out` > 50 and rooms in [1, 2]\\n log_size = log(size)", inplace=True)\n'
        'X = df[["each", "more", "few", "log_size"]]\ny = df["price"]'
    ),
    "what a frame evaluates, and chooses by": (
        'df["town"] = df["town"].fillna("Ulm")\nmiddle = df["rooms"].median()\n'
        'df = df.eval("rooms = rooms / @middle").query("size > size.mean() / 9").fillna({"rooms": 1})\n' + NUMBERS
    ),
    "functions that are made": (
        'import functools\ndef times(x, by):\n    return x * by\ndouble = lambda x: times(x, 2)\n'
        'thrice = functools.partial(times, by=3)\nsign = np.vectorize(lambda x: 1 if x > 2 else -1)\n'
        'df["size"] = double(df["size"])\ndf["rooms"] = thrice(sign(df["rooms"]))\n' + NUMBERS
    ),
    "a column as an attribute": 'df["rooms"] = df.rooms.fillna(df.rooms.mean())\n' + NUMBERS,
    "a mean in a formula": (
        'df["rooms"] = df["rooms"].fillna(0)\n'
        'df["size"] = (df["size"] - df["size"].mean()) / df["size"].std()\n' + NUMBERS
    ),
    "numpy over all rows": (
        'df["rooms"] = df["rooms"].fillna(0)\ndf["size"] = df["size"] / np.max(df["size"])\n'
        + NUMBERS
    ),
    "a name for what each row says": (
        'df["rooms"] = df["rooms"].fillna(0)\nmany = pd.cut(df["size"], [0, 50, 100, 200], labels=False)\n'
        'df["many"] = many\nX = df[["size", "rooms", "many"]]\ny = df["price"]'
    ),
    "bounds of each column": (
        'for c in ["size", "rooms"]:\n    low, high = df[c].quantile(0.1), df[c].quantile(0.9)\n'
        '    one, other = df[c].fillna(0).quantile([0.2, 0.8])\n'
        '    df[c] = df[c].fillna(one).clip(low, high) + other\n' + NUMBERS
    ),
    "a loop with several statements on a line": (
        'other = df.copy()\nfor c in ["size", "rooms"]:\n    other[c] = other[c] + 1; df[c] = df[c].fillna(2); m = df[c].max()\n'
        '    df[c] = df[c] / m\n' + NUMBERS
    ),
    "numbers of what training saw": (
        'df["heating"] = df["heating"].factorize()[0]\ndf["town"] = pd.factorize(df.town, sort=True)[0]\n'
        'X = df[["heating", "town"]]\ny = df["price"]'
    ),
    "names of days": (
        'built = pd.to_datetime(df["built"])\ndf["day"] = built.dt.day_name().eq("Monday").astype(int)\n'
        'df["week"] = built.dt.isocalendar().week.astype(int)\nX = df[["day", "week"]]\ny = df["price"]'
    ),
    "functions of each number": (
        'df = df.fillna(1)\nfrom scipy.special import boxcox1p\n'
        'df["size"] = boxcox1p(df["size"], 0.15) + np.hypot(df["rooms"], 2) + np.radians(df["rooms"])\n' + NUMBERS
    ),
    "counts in each text": (
        'df = df.fillna(1)\ndf["rooms"] = df["street"].str.count("1") + df["street"].str.pad(9).str.len()\n' + NUMBERS
    ),
    "in place": (
        'df.fillna({"rooms": 2}, inplace=True)\ndf.rename(columns={"size": "area"}, inplace=True)\n'
        'X = df[["area", "rooms"]]\ny = df["price"]'
    ),
    "a mask": (
        'df.loc[df["rooms"].isna(), "rooms"] = df["rooms"].median()\n'
        'df.loc[df["size"] > 150, "size"] = 150\n' + NUMBERS
    ),
    "dummies of some columns": (
        'df["rooms"] = df["rooms"].fillna(0)\n'
        'df = df.drop(columns=["heating", "built", "street"])\n'
        'df = pd.get_dummies(df, columns=["town"])\nX = df.drop("price", axis=1)\ny = df["price"]'
    ),
    "dummies without the first": (
        'df["rooms"] = df["rooms"].fillna(0)\ny = df.pop("price")\n'
        'X = pd.get_dummies(df[["rooms", "town"]], drop_first=True)'
    ),
    "dummies put beside": (
        'df["rooms"] = df["rooms"].fillna(0)\ntowns = pd.get_dummies(df["town"])\n'
        'X = pd.concat([df[["size", "rooms"]], towns], axis=1)\ny = df["price"]'
    ),
    "bins by count": (
        'df["rooms"] = df["rooms"].fillna(0)\n'
        'df["band"] = pd.qcut(df["size"], 4, labels=False)\n'
        'X = df[["band", "rooms"]]\ny = df["price"]'
    ),
    "bins by range": (
        'df["rooms"] = df["rooms"].fillna(0)\n'
        'df["band"] = pd.cut(df["size"], bins=5, labels=False)\n'
        'X = df[["band", "rooms"]]\ny = df["price"]'
    ),
    "given edges": (
        'df["rooms"] = df["rooms"].fillna(0)\n'
        'df["band"] = pd.cut(df["size"], bins=[0, 50, 100, 200], labels=False)\n'
        'X = df[["band", "rooms"]]\ny = df["price"]'
    ),
    "texts of which one may be none": (
        'df["street"] = df["street"].replace("A 3", np.nan).str.split(" ").str[1].astype(float)\n'
        'X = df[["street", "size"]].fillna(0)\ny = df["price"]'
    ),
    "comments at the end of lines": (
        'df["rooms"] = df["rooms"].fillna(0)  # none\ndf.drop(columns=["heating"], inplace=True)  # (odd\n'
        'df.rename(columns={"size": "area"}, inplace=True)  # "big\nX = df[["area", "rooms"]]  # two\n'
        'y = df["price"]  # what for'
    ),
    "one encoder for two columns": (
        'df["heating"] = df["heating"].fillna("none")\nencoder = LabelEncoder()\n'
        'df["town"] = encoder.fit_transform(df["town"])\n'
        'df["heating"] = encoder.fit_transform(df["heating"])\n'
        'X = df[["town", "heating"]]\ny = df["price"]'
    ),
    "an encoder without a name": (
        'df["town"] = LabelEncoder().fit_transform(df["town"])\nX = df[["town", "size"]]\n'
        'y = df["price"]'
    ),
    "texts and dates": (
        'df["letter"] = df["street"].str.split(" ").str[0].map({"A": 0, "B": 1, "C": 2, "D": 3})\n'
        'df["built"] = pd.to_datetime(df["built"])\ndf["year"] = df["built"].dt.year\n'
        'df["month"] = df.built.dt.month\nX = df[["letter", "year", "month"]]\ny = df["price"]'
    ),
    "letters of texts": (
        'df["deck"] = df["street"].str[:1].map({"A": 0, "B": 1})\n'
        'df["last"] = df["street"].str.split(" ").str[-1].str[0:].str.len()\n'
        'X = df[["deck", "last"]].fillna(5)\ny = df["price"]'
    ),
    "columns by several places": (
        'taken = df.iloc[:, np.r_[1:3, 4]]\nX = taken.select_dtypes("number").fillna(0)\ny = df["price"]'
    ),
    "a lambda": (
        'df["long"] = df["street"].apply(lambda text: len(text))\n'
        'df["many"] = df.apply(lambda row: row["size"] > 99, axis=1).astype(int)\n'
        'X = df[["long", "many"]]\ny = df["price"]'
    ),
    "a function of the notebook": (
        "def letter_of(text):\n    return ord(text[0]) - 64\n\n"
        'df["letter"] = df["street"].apply(letter_of)\nX = df[["letter", "size"]]\ny = df["price"]'
    ),
    "rows left out": (
        'df = df.dropna(subset=["rooms"])\ndf = df[df["size"] < 170]\ndf = df.reset_index(drop=True)\n'
        + NUMBERS
    ),
    "columns by place": (
        'df = df[["size", "rooms", "price"]].fillna(1)\nX = df.iloc[:, :2]\ny = df.iloc[:, -1]'
    ),
    "columns by place, as an array": (
        'df = df[["town", "size", "rooms", "price"]].fillna(1)\nX = df.iloc[:, [2, 1]].values\ny = df.iloc[:, 3].values'
    ),
    "columns by place up to one, as an array": (
        'df = df[["size", "rooms", "price"]].fillna(1)\nX = df.iloc[:, :-1].to_numpy()\ny = df.iloc[:, -1]'
    ),
    "columns between names": (
        'df = df[["size", "rooms", "price"]].fillna(1)\nX = df.loc[:, "size":"rooms"].values\ny = df["price"]'
    ),
    "one column by its place": (
        'df = df[["size", "rooms", "price"]].fillna(1)\ndf["big"] = (df.iloc[:, 0] > 99).astype(int)\n'
        'X = df[["big", "rooms"]]\ny = df["price"]'
    ),
    "a column by its place alone": (
        'df = df[["size", "rooms", "price"]].fillna(1)\nsize = df.iloc[:, 0]\n'
        'X = pd.DataFrame({"size": size, "rooms": df["rooms"]})\ny = df["price"]'
    ),
    "counts in texts": (
        'df["dots"] = df["street"].str.count(r"\\w")\ndf["long"] = df.street.str.len()\n'
        'df["short"] = df["street"].str.split().str.join("-").str.len()\n'
        'df["places"] = df["street"].str.findall("a").str.len()\n'
        'X = df[["dots", "long", "short", "places"]]\ny = df["price"]'
    ),
    "an index of a column": (
        'df["number"] = range(len(df))\ndf = df.fillna(1).set_index("street").rename(columns={"size": "area"})\nX = df[["area", "rooms"]]\ny = df["price"]'
    ),
    "the week of a date": (
        'df["built"] = pd.to_datetime(df["built"])\ndf["week"] = df["built"].dt.isocalendar().week.astype(int)\n'
        'X = df[["week", "size"]]\ny = df["price"]'
    ),
    "a matrix of values": (
        'df = df[["size", "rooms", "price"]].fillna(1)\nX = df[["size", "rooms"]].values\n'
        "y = df.price.values"
    ),
    "columns of a kind": (
        'df["rooms"] = df["rooms"].fillna(0)\ny = df["price"]\n'
        'X = df.drop(columns="price").select_dtypes(include="number")'
    ),
    "features listed": (
        'FEATURES = ["size", "rooms"]\nTARGET = "price"\n'
        "df[FEATURES] = df[FEATURES].fillna(df[FEATURES].mean())\nX, y = df[FEATURES], df[TARGET]"
    ),
    "features computed": (
        'df = df[["size", "rooms", "price"]].fillna(1)\n'
        'features = [c for c in df.columns if c != "price"]\nX = df[features]\ny = df["price"]'
    ),
    "a loop over columns": (
        'for column in ["size", "rooms"]:\n    df[column] = df[column].fillna(0) + 1\n' + NUMBERS
    ),
    "np.where and log": (
        'df["big"] = np.where(df["size"] > 99, 1, 0)\ndf["log"] = np.log1p(df["size"])\n'
        'X = df[["big", "log"]]\ny = np.log1p(df["price"])'
    ),
    "a chain of methods": (
        'X = (\n    df[["size", "rooms"]]\n    .fillna(0)\n    .assign(ratio=lambda d: d["size"] / 2)\n)\n'
        'y = df["price"]'
    ),
    "categories by number": (
        'df["town"] = df["town"].map({"Ulm": 0, "Bonn": 1, "Kiel": 2})\nX = df[["town", "size"]]\n'
        'y = df["price"]'
    ),
    "a target that is taken out and compared": (
        'df["rooms"] = df["rooms"].fillna(0)\ny = (df.pop("price") > 500).astype(int)\n'
        'df.pop("street")\nX = df[["size", "rooms"]]'
    ),
    "two columns taken out at once": (
        'df = df[["size", "rooms", "price"]].fillna(0)\n'
        'y = df.pop("price") + 10 * df.pop("rooms")\nX = df'
    ),
    "a group's statistic": (
        'df["rooms"] = df["rooms"].fillna(df.groupby("town")["rooms"].transform("mean"))\n' + NUMBERS
    ),
    "a group's statistic in gaps": (
        'df["rooms"] = df.groupby("town").rooms.transform(lambda s: s.fillna(s.median()))\n' + NUMBERS
    ),
    "a statistic of groups by two columns": (
        'df["rooms"] = df["rooms"].fillna(0)\ndf["heating"] = df["heating"].fillna("none")\n'
        'df["size"] = df["size"] / df.groupby(["town", "heating"])["size"].transform("max")\n' + NUMBERS
    ),
    "a group's value, names with quotes": (
        "df['rooms'] = df['rooms'].fillna(0)\ndf = df.rename(columns={'town': 'the \"town\"'})\n"
        "df['size'] = df['size'] / df.groupby('the \"town\"')['size'].transform('max')\n" + NUMBERS
    ),
    "gaps of a row": (
        'df["heating"] = df["heating"].fillna("none")\ndf["gaps"] = df.isna().sum(axis=1)\n'
        'X = df[["size", "gaps"]]\ny = df["price"]'
    ),
    "rows chosen by a mask of all rows": (
        'df = df.fillna(0)\nfar = ((df["size"] - df["size"].shift(1)) / df["size"].std()).abs() > 1\n'
        "df = df[~far]\n" + NUMBERS
    ),
    "rows chosen by lot": (
        'df = df.fillna(0)\nlot = np.random.RandomState(0).rand(len(df)) < 0.8\n' + NUMBERS
        + "\nX, y = X[lot], y[lot]"
    ),
    "rows of an array by their places": (
        'df = df.fillna(0)\nX = df[["size", "rooms"]].values\ny = df["price"].values\n'
        "places = np.random.RandomState(0).permutation(len(X))\nX, y = X[places[:50]], y[places[:50]]\n"
        "X, y = X[[0, 3, 7, 12, 15, 20]], y[[0, 3, 7, 12, 15, 20]]"
    ),
    "rows of one fold": (
        'from sklearn.model_selection import KFold\ndf = df.fillna(0)\nX = df[["size", "rooms"]].values\n'
        'y = df["price"].values\nhere, there = next(iter(KFold(3).split(X)))\nX, y = X[here], y[here]'
    ),
    "columns of a frame by their numbers": (
        'df = pd.DataFrame(df[["size", "rooms", "price"]].fillna(0).to_numpy())\nX = df[[0, 1]]\ny = df[2]'
    ),
    "columns by a pattern": 'df = df.fillna(0)\nX = df.filter(regex="^(size|rooms)$")\ny = df["price"]',
    "columns by their types": (
        'df = df.fillna(0)\ny = df.pop("price")\n'
        "names = [c for c in df.columns if pd.api.types.is_numeric_dtype(df[c])]\nX = df[names]"
    ),
    "another name": 'flats = df.copy()\nflats["rooms"] = flats["rooms"].fillna(1)\n'
    'X = flats[["size", "rooms"]]\ny = flats["price"]',
}


def test_a_column_that_is_only_an_index_is_not_asked_for(table):
    index = 'df["number"] = 1\ndf = df.fillna(1).set_index("street")\n' + NUMBERS
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r})", index, SPLIT, ASK)
    checked(found)
    names = watched(found)
    rows = names[found.made[0].rows]
    alone = names["predict"](rows.drop(columns="street"))
    assert list(alone) == list(names["predict"](rows))


READ_ELSEWHERE = {
    "of what was computed": ("corr = df[['size', 'rooms', 'price']].corr()['price']", "corr.abs()[corr > -1].index.drop('price')", False),
    "of the rows": ("corr = df", "['size', 'rooms']\ndf['rooms'] = df['rooms'] + df.index.str.len()", True),
    "in a function": (
        "def longer(corr):\n    return corr.assign(rooms=corr['rooms'] + corr.index.str.len())\ndf = longer(df)",
        "['size', 'rooms']", True,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READ_ELSEWHERE)
def test_the_index_of_what_training_computed_tells_no_rows(name, table):
    before, columns, wanted = READ_ELSEWHERE[name]
    cell = f"df = df.fillna({{'rooms': 1}})\ndf = df.set_index('street')\n{before}\ncolumns = {columns}\nX, y = df[columns], df['price']"
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r})", cell, SPLIT, ASK)
    checked(found)
    text = "\n".join(cell.code for cell in found.program.cells)
    assert ('df.drop(columns="street", errors="ignore")' not in text) == wanted


def test_what_was_chosen_of_a_frame_has_none_of_its_new_columns(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(1)"
    more = (
        "other = Ridge(9).fit(X, y)\ndf['one'] = other.predict(X)\nmodel = Ridge().fit(X, y)\n"
        "df['two'] = model.predict(X)"
    )
    found = synthesis(IMPORTS, read, NUMBERS, more)
    assert not found.refused
    checked(found)


@pytest.mark.parametrize("name", PREPARED)
def test_rows_are_prepared_as_the_notebook_prepared_them(name, table):
    read = f"df = pd.read_csv({str(table)!r})"
    found = synthesis(IMPORTS, read, PREPARED[name], SPLIT, ASK)
    assert not found.refused
    assert len(found.made) == 1
    checked(found)


SCALED = {
    "a scaler that learned from training rows": (
        NUMBERS + "\nX = X.fillna(0)\n"
        "train, test, y_train, y_test = train_test_split(X, y, random_state=0)\n"
        "scaler = StandardScaler()\ntrain = scaler.fit_transform(train)\n"
        "test = scaler.transform(test)\nmodel = Ridge().fit(train, y_train)"
    ),
    "a scaler over all rows": (
        NUMBERS + "\nscaler = MinMaxScaler()\nX = scaler.fit_transform(X.fillna(0))\n" + SPLIT
    ),
    "one scaler used twice": (
        NUMBERS
        + '\nX = X.fillna(0)\nscaler = StandardScaler()\nX["size"] = scaler.fit_transform(X[["size"]])\n'
        'X["rooms"] = scaler.fit_transform(X[["rooms"]])\n' + SPLIT
    ),
    "one-hot": (
        'encoder = OneHotEncoder(handle_unknown="ignore")\nX = encoder.fit_transform(df[["town"]])\n'
        'y = df["price"]\n' + SPLIT
    ),
    "fit and transform apart": (
        NUMBERS
        + "\nscaler = StandardScaler().fit(X.fillna(0))\nX = scaler.transform(X.fillna(0))\n"
        + SPLIT
    ),
}


@pytest.mark.parametrize("name", SCALED)
def test_transformers_answer_by_what_they_learned_in_training(name, table):
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r})", SCALED[name], ASK)
    assert not found.refused
    checked(found)


EARLIER = {
    "the row before": 'df["lag"] = df["size"].shift(1)\ndf = df.dropna(subset=["lag"])',
    "of several, with a mean": (
        'for n in (1, 2):\n    df[f"lag_{n}"] = df["size"].shift(n)\ndf["lag"] = df["size"].shift().rolling(3).mean()\n'
        'df["half"] = df["lag"] / df["lag_1"]\ndf = df[df["lag"].notna()]'
    ),
    "of its group": (
        'df = df.sort_values("built")\ndf["lag"] = df.groupby("town")["size"].shift(1)\ndf = df.dropna(subset=["lag"])'
    ),
    "a change": 'df["lag"] = df["size"].pct_change()\ndf.dropna(subset=["lag"], inplace=True)',
}


@pytest.mark.parametrize("name", EARLIER)
def test_columns_made_of_earlier_rows_come_with_a_request(name, table):
    columns = 'X = df[["lag", "rooms"]]\ny = df["price"]'
    read = f"df = pd.read_csv({str(table)!r})\ndf['rooms'] = df['rooms'].fillna(2)"
    found = synthesis(IMPORTS, read, EARLIER[name], columns, SPLIT, ASK)
    assert not found.refused
    checked(found)
    (made,) = found.made
    names = watched(found)
    row = names[made.rows].dropna(subset=["lag"])[["lag", "rooms"]].head(1)
    assert len(names["predict"](row)) == 1


REFUSED = {
    "groupby": ('df["rooms"] = df.groupby("town")["rooms"].transform("cumsum")', "groupby"),
    "shift": ('df["rooms"] = df["rooms"].shift(1).fillna(0)', "shift"),
    "shift of a column in a loop over its own": ('for c in ["rooms"]:\n    df[c] = df[c].shift(1).fillna(0)', "shift"),
    "rank": ('df["rooms"] = df["rooms"].rank()', "rank"),
    "cumsum": ('df["size"] = df["size"].cumsum()', "cumsum"),
    "ffill": ('df["rooms"] = df["rooms"].ffill()', "ffill"),
    "merge": (
        'towns = pd.DataFrame({"town": ["Ulm"], "km": [3]})\ndf = df.merge(towns, on="town", how="outer")',
        'how="left"',
    ),
    "factorize": ('df["rooms"] = [n + 1 for n in pd.factorize(df["town"])][0]', "factorize"),
    "an unknown function": ('df["rooms"] = np.unwrap(df["rooms"].fillna(0))', "unwrap"),
    "a function that computes over rows": (
        'def scaled(column):\n    return column / column.max()\n\ndf["size"] = scaled(df["size"])',
        "max",
    ),
    "a function that calls one": (
        "def filled(df):\n    for column in ['rooms']:\n        df[column] = df[column].fillna(df[column].median())\n"
        "    return df\n\ndef cleaned(df):\n    df = filled(df)\n    return df\n\ndf = cleaned(df)",
        "filled() computes median()",
    ),
    "a function that is given one": (
        "def largest(column):\n    return column / column.max()\n\ndef cleaned(df):\n"
        '    df["size"] = df[["size"]].apply(largest)["size"]\n    return df\n\ndf = cleaned(df)',
        "largest() computes max()",
    ),
    "a function that makes dummies": (
        "def coded(df):\n    return pd.get_dummies(df, columns=['town'])\n\ndf = coded(df)",
        "get_dummies()",
    ),
    "a function that makes bins": (
        "def binned(df):\n    df['size'] = pd.cut(df['size'], 4, labels=False)\n    return df\n\ndf = binned(df)",
        "cut()",
    ),
    "a loop that decides by rows": (
        'for column in ["size", "rooms"]:\n    if df[column] > 3:\n        df[column] = 1',
        "decides",
    ),
    "a loop over rows": ('for row in df["size"]:\n    df["size"] = 1', "over rows"),
    "categories of several columns": (
        'df[["town", "heating"]] = df[["town", "heating"]].astype("category")',
        "one at a time",
    ),
    "a group's value for each row": (
        'df["rooms"] = df.groupby("town")["rooms"].transform(lambda s: s / s.mean())',
        "groupby",
    ),
    "the row before, within assign": (
        'df = df.assign(size=lambda d: d["size"].fillna(d["size"].shift()))', "assign() calls shift()",
    ),
    "a lambda that computes over rows": ('share = lambda x: x / x.sum()\ndf["size"] = share(df["size"])', "computes sum()"),
    "one of two lambdas": ('f = lambda x: x\nf = lambda x: x + 1\ndf["size"] = f(df["size"])', "f() is not known"),
    "what a call returns": ('def one():\n    return abs\n\ndf["size"] = one()(df["size"])', "one()() is not known"),
    "what a call in a table returns": ('t = {"a": lambda: abs}\ndf["size"] = t["a"]()(df["size"])', "t['a']()() is not known"),
    "what is made for a pipe": ('def one():\n    return abs\n\ndf = df.pipe(one())', "one()() is not known"),
    "a text that computes over rows": ('df = df.eval("size = size / rooms.max()")', "computes rooms.max() over all rows"),
    "such a text, in place": ('df.eval("size = size / @df.size", inplace=True)', "computes @df.size over all rows"),
    "a text that is made": ('df = df.eval("size = size" + " * 2")', "write it down as one"),
    "a text that reads rows": ('r = df["rooms"]\ndf["size"] = df.eval("size * @r")', "make them a column"),
    "a text that looks in a column": ('df["size"] = df.eval("size in rooms")', "what is in rooms"),
    "the transposed frame": ("df = df.T.T", ".T"),
    "an axis before the rows": ('df["rooms"] = df["rooms"].values[None, :].ravel()', "an axis"),
    "one by numpy's name": ('df["rooms"] = df["rooms"].values[np.newaxis, ...].ravel()', "an axis"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_makes_rows_depend_on_others_is_refused_at_its_cell(name, table):
    text, word = REFUSED[name]
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r})", text, NUMBERS, SPLIT, ASK)
    assert not found.made
    ((estimator, why, order),) = found.refused
    assert estimator == "model" and word in why
    statements = flow_of(
        IMPORTS, f"df = pd.read_csv({str(table)!r})", text, NUMBERS, SPLIT
    ).statements
    assert statements[order].cell == 3


def test_a_label_among_the_columns_of_a_loop_need_not_be_there(table):
    """A request has no label, though a loop turns it into numbers beside what the model reads."""
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    loop = 'for c in ["rooms", "price"]:\n    df[c] = df[c].astype(int)\n' + NUMBERS
    found = synthesis(IMPORTS, read, loop, SPLIT, ASK)
    checked(found)
    names = watched(found)
    rows = names[found.made[0].rows]
    assert list(names["predict"](rows.drop(columns="price"))) == list(names["predict"](rows))


def test_a_frame_that_shares_a_name_with_another_is_not_changed_by_it(table):
    """`part` was both frames for a while: what is set in one of them is no change of the other."""
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)\nother = pd.read_csv({str(table)!r}).fillna(1)"
    look = "for part in [df, other]:\n    few = part[part['size'] > 50]\n    print(few['size'].median())"
    same = "gap = df['rooms'].mean()\nother.loc[other.rooms > 3, 'rooms'] = gap\ndf.loc[df.rooms > 3, 'rooms'] = gap"
    cells = (IMPORTS, read, look, "other['size'] = other['size'] * 2\ndf['rooms'] = df['rooms'] + 1", same)
    found = synthesis(*cells, NUMBERS, SPLIT, ASK)
    assert not found.refused
    checked(found)


def test_what_a_comprehension_calls_brings_in_no_rows():
    words = "def words(number):\n    return [number]"
    fit = "X = np.array([words(each) for each in numbers])\nmodel = Ridge().fit(X, [1, 2])\nmodel.predict(X)"
    found = synthesis(IMPORTS, words, "numbers = [1, 2]", fit)
    assert not found.made
    ((_, why, _),) = found.refused
    assert "no rows" in why or "row by row" in why


MADE_UP = {
    "drawn": ("rng = np.random.RandomState(1)\nX = rng.rand(30, 2)", "model.predict(X[:3])"),
    "drawn and sorted": ("X = np.sort(5 * np.random.rand(30, 1), axis=0)", "model.predict(X)"),
    "turned": ("X = np.random.rand(30, 2)\nZ = X.dot(np.array([[1.0], [2.0]]))", "model.predict(Z)"),
    "on a line": ("x = np.linspace(0, 5, 30)\nX = x.reshape(-1, 1)", "model.predict(X)"),
    "asked about others": ("X = np.random.rand(30, 1)", "new = np.arange(0.0, 3.0, 0.1)[:, np.newaxis]\nmodel.predict(new)"),
}


@pytest.mark.parametrize("name", MADE_UP)
def test_arrays_that_are_made_up_are_rows_where_there_are_no_others(name):
    data, ask = MADE_UP[name]
    fit = "model = Ridge().fit(Z, Z.ravel())" if "Z" in data else "model = Ridge().fit(X, X.ravel()[: len(X)])"
    found = synthesis(IMPORTS, data, fit, ask)
    names = watched(found)
    made = found.made[0]
    assert as_the_notebook_did(made, names)["missing"] == 0
    rows = names[made.rows]
    assert len(names["predict"](rows)) == len(rows) == 30
    assert name != "turned" or rows.shape == (30, 2)


def test_arrays_that_are_made_up_are_no_rows_beside_others(table):
    noise = "noise = np.random.rand(len(df))\nX = df[['size', 'rooms']].fillna(0)\nmodel = Ridge().fit(X, noise)"
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r})", noise, "model.predict(X)")
    checked(found)
    assert "size" in watched(found)[found.made[0].rows].columns


def test_rows_may_begin_in_a_split(table):
    bunch = "from sklearn.datasets import load_iris\niris = load_iris()"
    split = "a, b, ya, yb = train_test_split(iris.data, iris.target, random_state=0)\nmodel = Ridge().fit(a, ya)"
    found = synthesis(IMPORTS, bunch, split, "names = iris['target_names'][model.predict(b).round().astype(int)]")
    checked(found)
    assert watched(found)[found.made[0].rows].shape == (150, 4)


TEXTS = {
    "asked about them": ("X = vec.fit_transform(texts)", "model.predict(X)"),
    "asked about others": ("X = vec.fit_transform(texts)", "new = ['a new']\nmodel.predict(vec.transform(new))"),
    "asked about what is written there": (
        "X = vec.fit_transform([t.lower() for t in texts])", "model.predict(vec.transform(['a new']))",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_texts_that_are_written_down_are_rows_where_there_are_no_others(name):
    prepare, ask = TEXTS[name]
    words = "from sklearn.feature_extraction.text import CountVectorizer\nvec = CountVectorizer()"
    texts = "texts = ['One text', 'and another', 'and a third']"
    found = synthesis(IMPORTS, words, texts, prepare, f"model = Ridge().fit(X, [1, 2, 3])\n{ask}")
    names = watched(found)
    assert names[found.made[0].rows] == names["texts"]
    assert len(names["predict"](["one", "text"])) == 2
    checked(found)


def test_lists_of_names_are_no_rows_beside_a_table(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)\nnames = ['size', 'rooms']"
    fit = "model = Ridge().fit(df[names], df['price'])\nprint(model.predict(df[names]))"
    found = synthesis(IMPORTS, read, fit)
    assert len(watched(found)[found.made[0].rows]) == 100


@pytest.mark.parametrize(
    ("given", "served"),
    [
        ("sm.add_constant(X)", 'sm.add_constant(X, has_constant="add")'),
        ("sm.add_constant(X, prepend=False,)", 'sm.add_constant(X, prepend=False, has_constant="add",)'),
        ('sm.add_constant(X, has_constant="raise")', 'sm.add_constant(X, has_constant="raise")'),
    ],
)
def test_a_row_that_comes_alone_gets_its_constant(given, served, table):
    """All columns of one row are constant: statsmodels would add none."""
    read = f"import statsmodels.api as sm\ndf = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS, f"res = sm.OLS(y, {given}).fit()\nprint(res.predict({given}))")
    text = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    assert f"return res.predict({served})" in text
    own = f"def add_constant(X):\n    return X + 1\n\n{read}"
    fit = "res = Ridge().fit(add_constant(X), y)\nprint(res.predict(add_constant(X)))"
    text = next(c.code for c in synthesis(IMPORTS, own, NUMBERS, fit).program.cells if "def predict" in c.code)
    assert "return res.predict(add_constant(X))" in text


def test_a_column_that_is_kept_aside_dropped_and_inserted_is_made(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    aside = (
        "df['scaled'] = StandardScaler().fit_transform(df[['size']])\ndf.drop('size', axis=1, inplace=True)\n"
        "scaled = df['scaled']\ndf.drop(['scaled'], axis=1, inplace=True)\ndf.insert(0, 'scaled', scaled)\n"
        "X = df[['scaled', 'rooms']]\nmodel = Ridge().fit(X, df['price'])\nkept = model.predict(X)"
    )
    found = synthesis(IMPORTS, read, aside, "print(kept[:3])")
    checked(found)
    (made,) = found.made
    names = watched(found)
    answers = names[made.name](names[made.rows])
    assert list(answers) == list(names["kept"])


INDEXED = {
    "its parts": "df['year'] = df.index.year\ndf['day'] = df.index.dayofyear",
    "of what it was split into": (
        "late = df.loc[:]\nlate['year'] = late.index.year\ndf = late.copy()\ndf['day'] = df.index.day_of_week"
    ),
    "a column again": "df['month'] = df.index.month\ndf = df.reset_index()\ndf['year'] = df['built'].dt.year",
    "a column again in place": "df.reset_index(inplace=True)\ndf['year'] = df['built'].dt.isocalendar().year",
    "of rows that begin later": "df['n'] = np.arange(len(df))\ndf['year'] = df.index.year",
    "in a chain": "df = df.reset_index().assign(year=lambda d: d['built'].dt.year)",
}


@pytest.mark.parametrize("case", INDEXED)
def test_an_index_that_was_a_column_is_of_the_row(case, table):
    read = f"df = pd.read_csv({str(table)!r}, parse_dates=['built']).fillna(0)"
    model = (
        "columns = [c for c in df.columns if df[c].dtype.kind in 'if' and c != 'price']\n"
        "model = Ridge().fit(df[columns].astype(float), df['price'])\n"
        "kept = model.predict(df[columns].astype(float))"
    )
    cells = ["df = df.set_index('built')", INDEXED[case], model, "print(kept[:3])"]
    found = synthesis(IMPORTS, read, *cells)
    checked(found)
    (made,) = found.made
    names = watched(found)
    rows = names[made.rows]
    assert "built" in rows.columns
    assert list(names[made.name](rows)) == pytest.approx(list(names["kept"]))
    some = [names[made.name](rows.iloc[[place]])[0] for place in (3, 50)]
    assert some == pytest.approx([names["kept"][place] for place in (3, 50)])


@pytest.mark.parametrize("column", ["'built'", "0"])
def test_an_index_that_comes_with_the_data_comes_as_a_column(column, table, tmp_path):
    frame = pd.read_csv(table)
    frame[["built", *(c for c in frame if c != "built")]].to_csv(tmp_path / "flats.csv", index=False)
    read = f"df = pd.read_csv({str(tmp_path / 'flats.csv')!r}, parse_dates=True, index_col={column})"
    model = (
        "df = df.fillna(0)\ndf['year'] = df.index.year\nX = df[['size', 'year']]\n"
        "model = Ridge().fit(X, df['price'])\nkept = model.predict(X)"
    )
    found = synthesis(IMPORTS, read, model, "print(kept[:3])")
    checked(found)
    (made,) = found.made
    names = watched(found)
    rows = names[made.rows]
    assert "built" in rows.columns
    assert list(names[made.name](rows)) == list(names["kept"])


PLACES = ["[:, :2]", "[:, [0, 1]]", "[:, 0:2]", "[:, :-5]"]


@pytest.mark.parametrize("place", PLACES)
def test_columns_chosen_by_place_have_their_names_when_served(place, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    model = f"X = df.iloc{place}.values\ny = df.iloc[:, -1].values\nmodel = Ridge().fit(X, y)\nkept = model.predict(X)"
    found = synthesis(IMPORTS, read, model, "print(kept[:3])")
    checked(found)
    (made,) = found.made
    names = watched(found)
    rows = names[made.rows]
    answers = names[made.name](rows[list(rows.columns)[::-1]])
    assert list(answers) == pytest.approx(list(names["kept"]))  # other strides add up otherwise


def test_one_column_chosen_by_place_is_one(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    model = "X = np.log1p(df.iloc[:, 0]).to_frame()\nmodel = Ridge().fit(X, df['price'])\nkept = model.predict(X)"
    found = synthesis(IMPORTS, read, model, "print(kept[:3])")
    checked(found)
    (made,) = found.made
    names = watched(found)
    assert list(names[made.name](names[made.rows])) == list(names["kept"])


def test_a_sample_that_one_method_is_asked_about_gives_way_to_the_datas_rows(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)\ndear = df['price'] > 400"
    model = (
        "X = df[['size', 'rooms']]\nmodel = LogisticRegression().fit(X, dear)\nshares = model.predict_proba(X)[:, 1]\n"
        "new = pd.DataFrame([{'size': 50.0, 'rooms': 2.0}])\nmodel.predict(new)"
    )
    found = synthesis(IMPORTS, read, model, "print(shares[:3])")
    checked(found)
    assert not found.refused
    (made,) = found.made
    names = watched(found)
    answers = names[made.name](names[made.rows])
    assert list(answers["probabilities"][:, 1]) == list(names["shares"])
    assert list(answers["prediction"]) == list(names["shares"] > 0.5)


def test_a_function_of_each_text_makes_no_data(table):
    read = f"df = pd.read_csv({str(table)!r})\ndf['street'] = df['street'].fillna('')"
    text = (
        "from sklearn.feature_extraction.text import CountVectorizer\ndef clean(text):\n    return text.lower()\n"
        "df['clean'] = df['street'].apply(clean)\nwords = CountVectorizer(token_pattern='.')\n"
        "model = Ridge().fit(words.fit_transform(df['clean']), df['price'])\n"
        "kept = model.predict(words.transform(df['clean']))\n"
        "one = clean('A 7')\nprint(model.predict(words.transform([one]))[0])"
    )
    found = synthesis(IMPORTS, read, text, "print(kept[:3])")
    checked(found)
    (made,) = found.made
    names = watched(found)
    assert list(names[made.name](names[made.rows])) == list(names["kept"])


def test_a_column_that_another_frame_gets_is_none_of_a_part_of_it(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    model = (
        "import numpy as np\ndef with_one(part):\n    return part.assign(one=1)\nX = with_one(df[['size', 'rooms']])\n"
        "model = Ridge().fit(X, df['price'])\ndf['order'] = np.cumsum(df['price'])\nkept = model.predict(X)"
    )
    found = synthesis(IMPORTS, read, model, "print(kept[:3])")
    checked(found)
    (made,) = found.made
    names = watched(found)
    assert list(names[made.name](names[made.rows])) == list(names["kept"])


COUNTING = """
count, seen = 0, []
for col in df.columns[2:]:
    if df[col].dtype.kind not in 'if':
        codes = {value: place for place, value in enumerate(sorted(df[col].astype(str).unique()))}
        df[col] = df[col].astype(str).map(codes)
        count += 1
        seen.append(col)
names = list(df.columns)
names.remove('price')
model = Ridge().fit(df[names], df['price'])
kept = model.predict(df[names])
"""


def test_loops_may_count_and_list_what_they_do(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, COUNTING, "print(kept[:3], count, seen)")
    checked(found)
    (made,) = found.made
    names = watched(found)
    assert list(names[made.name](names[made.rows].drop(columns="price"))) == list(names["kept"])


def test_a_loop_that_reads_what_it_counts_is_refused(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    loop = (
        "n = 0\nfor col in ['size', 'rooms']:\n    df[col] = df[col] + n\n    n += 1\n"
        "X = df[['size', 'rooms']]\nmodel = Ridge().fit(X, df['price'])\nmodel.predict(X)"
    )
    found = synthesis(IMPORTS, read, loop)
    assert not found.made
    assert "'n'" in found.refused[0][1]


def test_columns_chosen_by_what_their_names_are_need_no_target(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)\ndf['Unnamed: 0'] = 1"
    model = (
        "df = df.loc[:, ~df.columns.str.contains('^Unnamed')]\nX = df.select_dtypes('number').drop(columns='price')\n"
        "model = Ridge().fit(X, df['price'])\nkept = model.predict(X)"
    )
    found = synthesis(IMPORTS, read, model, "print(kept[:3])")
    checked(found)
    (made,) = found.made
    names = watched(found)
    assert list(names[made.name](names[made.rows].drop(columns="price"))) == list(names["kept"])


AGAIN = {
    "in a loop": (
        "le = LabelEncoder()\nfor col in ['town', 'heating']:\n    le.fit(df[col].astype(str))\n"
        "    df[col] = le.transform(df[col].astype(str))"
    ),
    "in a loop, by what columns have": (
        "le = LabelEncoder()\nfor col in df.columns[2:5]:\n    if len(list(df[col].unique())) > 1:\n"
        "        if len(set(df[col].astype(str))) < 20:\n            le.fit(df[col].astype(str))\n"
        "            df[col] = le.transform(df[col].astype(str))"
    ),
    "one after the other": (
        "le = LabelEncoder()\nle.fit(df['town'])\ndf['town'] = le.transform(df['town'])\n"
        "le.fit(df['heating'].astype(str))\ndf['heating'] = le.transform(df['heating'].astype(str))"
    ),
    "bound again": (
        "le = LabelEncoder().fit(df['town'])\ndf['town'] = le.transform(df['town'])\n"
        "le = LabelEncoder().fit(df['heating'].astype(str))\ndf['heating'] = le.transform(df['heating'].astype(str))"
    ),
}


@pytest.mark.parametrize("case", AGAIN)
def test_a_transformer_that_learns_again_is_kept_as_it_was(case, table):
    read = f"from sklearn.preprocessing import LabelEncoder\ndf = pd.read_csv({str(table)!r}).fillna(0)"
    model = "X = df[['size', 'town', 'heating']]\nmodel = Ridge().fit(X, df['price'])\nkept = model.predict(X)"
    found = synthesis(IMPORTS, read, AGAIN[case], model, "print(kept[:3])")
    checked(found)
    (made,) = found.made
    names = watched(found)
    assert list(names[made.name](names[made.rows])) == list(names["kept"])


LEAVING = {
    "a list of the frame": "names = [c for c in df if c != 'dear']",
    "a list of its columns": "names = [c for c in df.columns if c not in ['dear', 'price'] and c != 'street']",
    "without one": "names = df.columns.drop('dear')",
    "without some": "names = df.columns.difference(['dear', 'price']).tolist()",
    "a difference of sets": "names = sorted(set(df.columns) - {'dear'})",
    "one removed later": "names = list(df.columns)\nnames.remove('dear')",
    "named outside": "target = 'dear'\nnames = [c for c in df.columns if c != target]",
}


@pytest.mark.parametrize("case", LEAVING)
def test_what_a_list_of_columns_leaves_out_is_not_asked_for(case, table):
    read = f"df = pd.read_csv({str(table)!r})[['size', 'rooms', 'price']]\ndf = df.fillna(0)"
    model = (
        "df['dear'] = df.pop('price').map(lambda p: p > 300)\n" + LEAVING[case] + "\n"
        "model = LogisticRegression().fit(df[names], df['dear'])\nkept = model.predict(df[names])"
    )
    found = synthesis(IMPORTS, read, model, "print(kept[:3])")
    checked(found)
    (made,) = found.made
    names = watched(found)
    assert list(names[made.name](names[made.rows].drop(columns="price"))) == list(names["kept"])


def test_a_column_that_is_taken_out_where_it_is_used_is_a_column(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)[['size', 'rooms', 'town', 'price']]"
    model = (
        "df = df.join(pd.get_dummies(df.pop('town'), prefix='in'))\ny = df.pop('price') > 300\n"
        "model = LogisticRegression().fit(df, y)\nkept = model.predict(df)"
    )
    found = synthesis(IMPORTS, read, model, "print(kept[:3])")
    checked(found)
    (made,) = found.made
    names = watched(found)
    assert list(names[made.name](names[made.rows].drop(columns="price"))) == list(names["kept"])


@pytest.mark.parametrize("call", ["(X, y)", "(X, y=y)", "(X=X, y=y)"])
def test_what_a_transformer_learns_besides_rows_is_not_asked_for(call, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    model = (
        "from sklearn.feature_selection import SelectKBest, f_regression\n"
        "X, y = df[['size', 'rooms']], df['price']\nselect = SelectKBest(f_regression, k=1)\n"
        f"Z = select.fit_transform{call}\nmodel = Ridge().fit(Z, y)\nkept = model.predict(Z)"
    )
    found = synthesis(IMPORTS, read, model, "print(kept[:3])")
    checked(found)
    (made,) = found.made
    names = watched(found)
    assert list(names[made.name](names[made.rows].drop(columns="price"))) == list(names["kept"])


LISTED = {
    "dropped": "X = df.drop('price', axis=1)",
    "others chosen": "X = df[['rooms', 'size']]",
    "both": "df['each'] = df['size'] / (df['rooms'] + 1)\nX = df.drop(columns='price')",
}


@pytest.mark.parametrize("case", LISTED)
def test_a_target_that_is_listed_among_the_columns_is_not_asked_for(case, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)\ndf = df[['size', 'price', 'rooms']]"
    model = f"y = df['price']\n{LISTED[case]}\nmodel = Ridge().fit(X, y)\nkept = model.predict(X)"
    found = synthesis(IMPORTS, read, model, "print(kept[:3])")
    checked(found)
    (made,) = found.made
    names = watched(found)
    assert list(names[made.name](names[made.rows].drop(columns="price"))) == list(names["kept"])


def test_a_table_that_is_filled_again_later_is_read_as_it_was(table):
    read = f"df = pd.read_csv({str(table)!r})"
    fill = (
        "middles = np.zeros(2)\nmiddles[0] = df['rooms'].median()\ndf['rooms'] = df['rooms'].fillna(middles[0])\n"
        "middles[0] = 99.0\nX = df[['size', 'rooms']]\nmodel = Ridge().fit(X, df['price'])\nkept = model.predict(X)"
    )
    found = synthesis(IMPORTS, read, fill, "print(kept[:3], middles)")
    checked(found)
    (made,) = found.made
    names = watched(found)
    assert list(names[made.name](names[made.rows])) == list(names["kept"])


@pytest.mark.parametrize("column", ['df["town"]', "df.town"])
def test_a_column_that_is_changed_in_place_and_not_wanted_is_not_asked_for(column, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    change = f"{column}.replace({{'Ulm': 1}}, inplace=True)\ndf['rooms'].clip(1, 3, inplace=True)"
    found = synthesis(IMPORTS, read, change, NUMBERS, "model = Ridge().fit(X, y)", "print(model.predict(X))")
    text = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    served = text[text.index("def predict") :]
    assert "town" not in served and "rooms" in served


@pytest.mark.parametrize("verbose", ["", ", check_input=True"])
def test_rows_that_are_given_by_their_name_are_asked_about(verbose, table):
    read = f"df = pd.read_csv({str(table)!r})\ndf['rooms'] = df['rooms'].fillna(df['rooms'].median())"
    model = (
        "from sklearn.tree import DecisionTreeRegressor\nmodel = DecisionTreeRegressor(max_depth=2)\n"
        f"model.fit(X=X, y=y)\nkept = model.predict(X= X[:9]{verbose})"
    )
    found = synthesis(IMPORTS, read, NUMBERS, model, "print(kept[:3])")
    checked(found)
    (made,) = found.made
    text = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    assert f"return model.predict(X=X{verbose})" in text
    names = watched(found)
    assert list(names[made.name](names[made.rows][:9])) == list(names["kept"])


def test_a_blend_of_answers_that_are_asked_by_name_is_one_endpoint(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    models = "one, other = Ridge(1), Ridge(9)\none.fit(X=X, y=y)\nother.fit(X=X, y=y)"
    blend = "both = 0.5 * one.predict(X=X) + 0.5 * other.predict(X=X)"
    found = synthesis(IMPORTS, read, NUMBERS, models, blend, "print(both[:3])")
    assert [made.estimator for made in found.made] == ["both"]
    checked(found)


ONE_ROW = {
    "by its place": "print(model.predict([test.iloc[0]]))",
    "reshaped": "print(model.predict(test.values[3].reshape(1, -1)))",
    "as a frame": "print(model.predict(pd.DataFrame([test.iloc[-1]])))",
    "with a name": "some = test.iloc[3]\nprint(model.predict([some]))",
    "drawn": "place = np.random.randint(9)\nprint(model.predict(np.array([test.values[place]])))",
}


@pytest.mark.parametrize("asked", ["", "kept = model.predict(test.values)"])
@pytest.mark.parametrize("name", ONE_ROW)
def test_a_question_about_one_row_alone_tells_less_than_one_about_a_table(name, asked, table):
    read = f"df = pd.read_csv({str(table)!r})\ndf['rooms'] = df['rooms'].fillna(df['rooms'].median())"
    split = SPLIT.replace("fit(train", "fit(train.values")
    found = synthesis(IMPORTS, read, NUMBERS, split, asked, ONE_ROW[name])
    checked(found)
    (made,) = found.made
    assert made.tested == ("test.values" if asked else "train.values")


ASIDE = {
    "its columns": "columns=X.columns[kept_ones.get_support()]",
    "its index": "columns=X.columns[kept_ones.get_support()], index=X.index",
}


@pytest.mark.parametrize("case", ASIDE)
def test_what_is_said_of_a_frame_brings_no_column_of_it_into_the_chain(case, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)\ndf['price'] = np.log1p(df['price'])"
    shorten = "df['town'] = np.vectorize(lambda t: len(t))(df['town'])\nnumbers = df.select_dtypes('number').columns"
    choose = (
        "from sklearn.feature_selection import VarianceThreshold\ndf[numbers] = df[numbers] * 1.5\n"
        "X, y = df[numbers].drop(columns='price'), df['price']\nkept_ones = VarianceThreshold()\n"
        f"X = pd.DataFrame(kept_ones.fit_transform(X), {ASIDE[case]})\n"
        "model = Ridge().fit(X, y)\nkept = model.predict(X)"
    )
    found = synthesis(IMPORTS, read, shorten, choose, "print(kept[:3])")
    checked(found)
    text = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    served = text.split("def predict")[1]
    assert "log1p" not in served and served.count("X = df") == 1


ONE_VALUE = {
    "of a column": "df['size'] = df['size'] - df['size'].iloc[0]",
    "with a name": "first = df.size_.iloc[0]\ndf['size'] = df['size'] - first",
    "by its place and column": "df['size'] = df['size'] - df.loc[0, 'size']",
    "of an array": "df['size'] = df['size'] - df['size'].values[-1]",
}


@pytest.mark.parametrize("name", ONE_VALUE)
def test_one_value_of_one_row_is_the_same_for_all(name, table):
    read = f"df = pd.read_csv({str(table)!r})\ndf['size_'] = df['size']\ndf['rooms'] = df['rooms'].fillna(2)"
    fit = "model = Ridge().fit(X, y)\nkept = model.predict(X)"
    found = synthesis(IMPORTS, read, ONE_VALUE[name], NUMBERS, fit, "print(kept[:3])")
    checked(found)
    (made,) = found.made
    assert made.tested == "X"
    names = watched(found)
    few = names[made.rows][40:43]
    assert list(names["predict"](few)) == list(names["kept"][40:43])


EDGES = {
    "a list": "edges = [-np.inf, 50, 100, np.inf]",
    "an array": "edges = np.linspace(0, 400, 5)",
    "those of other bins": "_, edges = pd.qcut(df['size'], 4, retbins=True)\nedges[0], edges[-1] = -np.inf, np.inf",
}


@pytest.mark.parametrize("name", EDGES)
def test_edges_with_a_name_are_those_of_any_rows(name, table):
    cut = "df['band'] = pd.cut(df['size'], bins=edges, labels=False)\nX, y = df[['band']], df['price']"
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r})", f"{EDGES[name]}\n{cut}", SPLIT, ASK)
    checked(found)
    assert "size_edges" not in "\n".join(cell.code for cell in found.program.cells)


@pytest.mark.parametrize("edges", ["edges = 4", "edges = [0, 90, 400]\nedges = df['price'].nunique()"])
def test_a_number_of_bins_is_cut_where_training_did(edges, table):
    cut = f"{edges}\ndf['band'] = pd.cut(df['size'], bins=edges, labels=False)\nX, y = df[['band']], df['price']"
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r})", cut, SPLIT, ASK)
    checked(found)
    assert "size_edges" in "\n".join(cell.code for cell in found.program.cells)


def test_texts_of_which_a_request_may_have_none_stay_texts(table):
    """Pandas before 3 makes numbers of a column in which a replacement leaves but gaps."""
    split = 'df["street"].replace("A 3", np.nan).str.split(" ").str[1].astype(float)'
    cells = f"df['street'] = {split}\nX, y = df[['street', 'size']].fillna(0), df['price']"
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r})", cells, SPLIT, ASK)
    checked(found)
    assert '.replace("A 3", np.nan).astype(object).str.split(" ").str[1]' in dict(found.made[0].cells)[5]


NOTES = {
    "of earlier rows": ('df["lag"] = df["size"].shift(1)', {"lag": "`df['size'].shift(1)`"}),
    "of a transformer before": (
        'df["town"] = LabelEncoder().fit_transform(df["town"])\nle = LabelEncoder()\n'
        'df["heating"] = le.fit_transform(df["heating"])\ndf["lag"] = df["size"].shift(1)',
        {"lag": "`df['size'].shift(1)`", "heating": "as `le` transforms it", "town": ""},
    ),
    "windows of a scaled series": (
        'scaler = MinMaxScaler()\nscaled = scaler.fit_transform(df[["size"]])\nX, y = [], []\n'
        "for i in range(2, len(scaled)):\n    X.append(scaled[i - 2:i, 0])\n    y.append(scaled[i, 0])\n"
        "X, y = np.array(X), np.array(y)",
        {"": "as `scaler` transforms it"},
    ),
    "raw data": ('df["lag"] = df["size"] * 2', {}),
}


@pytest.mark.parametrize("name", NOTES)
def test_fields_that_are_no_raw_data_say_what_made_them(name, table):
    text, notes = NOTES[name]
    columns = "" if "X, y" in text else 'df = df.dropna(subset=["lag"])\nX = df[["lag"]]\ny = df["price"]'
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r})", text, columns, SPLIT, ASK)
    assert not found.refused
    assert dict(found.made[0].notes) == notes


def test_a_target_that_preparing_reads_is_called_so(table):
    read = f"df = pd.read_csv({str(table)!r})\ndf['dear'] = df['price'] > 450"
    fill = "df['rooms'] = df['rooms'].fillna(df.groupby('dear')['rooms'].transform('median'))"
    fit = "X, y = df[['size', 'rooms']], df['dear']\nmodel = LogisticRegression().fit(X, y)"
    found = synthesis(IMPORTS, read, fill, fit, "print(model.predict(X)[:3])")
    checked(found)
    assert dict(found.made[0].notes)["dear"].startswith("what the model learned to tell")
    plain = synthesis(IMPORTS, read, "df = df.fillna(1)", fit, "print(model.predict(X)[:3])")
    assert plain.made[0].notes == ()
