"""Small notebooks that become services, each for one way to serve.

A cell begins with a line `# %%`; words behind it are its tags.
"""

from __future__ import annotations

from pathlib import Path

from small_notebooks import write_notebook

FLATS = '''
# %%
import numpy as np
import pandas as pd

draw = np.random.default_rng(4)
n = 240
df = pd.DataFrame({
    "size": draw.uniform(20, 180, n).round(1),
    "rooms": draw.integers(1, 6, n).astype(float),
    "town": draw.choice(["Bonn", "Kiel", "Ulm"], n),
})
better = df["town"].map({"Bonn": 90, "Kiel": 10, "Ulm": 50})
df["price"] = (df["size"] * 12 + df["rooms"] * 30 + better).round(1)
df.loc[draw.random(n) < 0.1, "rooms"] = np.nan
'''

ESTIMATOR = FLATS + '''
# %%
print(df.describe())
df.head()
# %%
df["rooms"] = df["rooms"].fillna(df["rooms"].median())
df["town"] = df["town"].str.lower()
df["each"] = df["size"] / df["rooms"]
df = pd.get_dummies(df, columns=["town"], dtype=float)
y = df.pop("price") > 1200
X = df
# %%
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
scaler = StandardScaler().fit(X_train)
model = LogisticRegression().fit(scaler.transform(X_train), y_train)
# %%
accuracy = accuracy_score(y_test, model.predict(scaler.transform(X_test)))
shares = model.predict_proba(scaler.transform(X_test))
print(accuracy)
'''

GLOBALS = FLATS + '''
# %%
df.to_csv("flats.csv", index=False)
# %% parameters
ALPHA = 0.5
FLOOR = 150.0  # no flat costs less
SEED = 3
# %%
def read_flats(path):
    return pd.read_csv(path)


df = read_flats("flats.csv")
# %%
middles = df.groupby("town")["rooms"].median().to_dict()
ranks = {town: i for i, town in enumerate(sorted(df["town"].unique()))}
columns = ["size", "rooms", "rank"]
extras = {"garden": 15.5, "lift": 7, "none": 0}
# %%
from sklearn.linear_model import Ridge


def ready(rows):
    frame = pd.DataFrame(rows)
    frame["rooms"] = frame["rooms"].astype(float).fillna(frame["town"].map(middles))
    frame["rank"] = frame["town"].map(ranks)
    return frame[columns]


model = Ridge(alpha=ALPHA, random_state=SEED).fit(ready(df), df["price"])
score = model.score(ready(df), df["price"])
print(round(score, 4))
# %%
def predict_price(rows):
    """What flats cost."""
    prices = model.predict(ready(rows)) + np.array([extras[row["extra"]] for row in rows])
    return [round(max(float(price), FLOOR), 3) for price in prices]


rows = df.drop(columns="price").head(30).to_dict("records")
rows = [{**row, "rooms": None if row["rooms"] != row["rooms"] else row["rooms"]} for row in rows]
rows.append({"size": 1.5, "rooms": 1.0, "town": "Kiel"})
rows = [{**row, "extra": ["garden", "lift", "none"][i % 3]} for i, row in enumerate(rows)]
predict_price(rows)
'''

CELL = FLATS + '''
# %%
from sklearn.tree import DecisionTreeRegressor

df = df.dropna()
tree = DecisionTreeRegressor(max_depth=4, random_state=0)
tree.fit(df[["size", "rooms"]], df["price"])
margin = 1.1
# %%
flats = pd.DataFrame([{"size": 50.5, "rooms": 2}, {"size": 80.0, "rooms": 3}, {"size": 140.0, "rooms": 5}])
# %% predict
flats["rooms"] = flats["rooms"].clip(upper=4)
asked = tree.predict(flats[["size", "rooms"]]) * margin
asked.round(2)
'''

TWO = FLATS + '''
# %%
from sklearn.linear_model import LinearRegression, LogisticRegression

df = df.dropna()
price_model = LinearRegression().fit(df[["size", "rooms"]], df["price"])
town_model = LogisticRegression(max_iter=500).fit(df[["price"]] / 1000, df["town"])
# %%
def predict_price(flats):
    return price_model.predict(flats[["size", "rooms"]]).round(2)


predict_price(df[["size", "rooms"]].head(25))
# %%
def predict_town(price):
    frame = pd.DataFrame({"price": [price / 1000]})
    shares = town_model.predict_proba(frame)[0]
    return {"town": str(town_model.classes_[shares.argmax()]), "share": float(shares.max())}


[predict_town(p) for p in (300.0, 900.0, 1500.5, 2200.0)]
'''

BATCH = FLATS + '''
# %%
from sklearn.linear_model import Ridge

df = df.dropna()
numbers = df[["size", "rooms"]]
model = Ridge().fit(numbers - numbers.mean(), df["price"])
# %%
def predict(flats):
    flats = flats - flats.mean()
    return model.predict(flats)


predict(numbers.head(20))
predict(numbers.iloc[[3]])
'''

SINGLE = FLATS + '''
# %%
from sklearn.linear_model import LinearRegression

df = df.dropna()
model = LinearRegression().fit(df[["size", "rooms"]].values, df["price"])
# %%
def price_of(size, rooms=2.5):
    return model.predict([[size, rooms]])


price_of(70, 3)
price_of(120)
# %%
def predict_home(home):
    return model.predict([[home["size"], home.get("rooms", 1.5)]]).round(1)


predict_home({"size": 70, "rooms": 3})
predict_home({"size": 50})
# %%
def predict_list(numbers):
    price = model.predict(np.array(numbers).reshape(1, -1))[0]
    return ("dear" if price > 1200 else "cheap"), round(float(price), 2)


predict_list([70, 3])
# %%
def predict_flat(flat):
    return float(model.predict([flat[["size", "rooms"]].values])[0])


predict_flat(df.iloc[0])
'''

QUIET_BATCH = BATCH.replace("flats - flats.mean()", "flats / np.max(flats.to_numpy(), axis=0)")

PICKLES = FLATS + '''
# %%
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

least = 30


class Filled(BaseEstimator, TransformerMixin):
    """Fills gaps by what it learned."""

    def fit(self, X, y=None):
        self.middle_ = X.median()
        return self

    def transform(self, X):
        return X.fillna(self.middle_)


def at_least(X):
    return X.assign(size=X["size"].clip(lower=least))
# %%
pipeline = make_pipeline(
    Filled(),
    FunctionTransformer(at_least),
    FunctionTransformer(lambda X: np.log1p(X)),
    Ridge(),
)
pipeline.fit(df[["size", "rooms"]], df["price"])
# %%
def predict(flats):
    return pipeline.predict(flats)


predict(df[["size", "rooms"]].head(40))
'''

LAMBDA = PICKLES.replace("lambda X: np.log1p(X)", "(lambda f: lambda X: f(X))(np.log1p)")

FOLDS = FLATS + '''
# %%
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import KFold
from sklearn.tree import DecisionTreeRegressor

train, test = df.iloc[:180].copy(), df.iloc[180:].drop(columns="price").copy()
for part in (train, test):
    part["rooms"] = part["rooms"].fillna(0)
    part["each"] = part["size"] / (part["rooms"] + 1)
COLUMNS = ["size", "rooms", "each"]
X, y = train[COLUMNS], np.log1p(train["price"])
# %%
folds = KFold(n_splits=4, shuffle=True, random_state=0)
held_back = np.zeros(len(train))
by_trees = np.zeros(len(test))
by_lines = []
for number, (fit, rest) in enumerate(folds.split(X)):
    tree = DecisionTreeRegressor(max_depth=4, random_state=number)
    tree.fit(X.iloc[fit], y.iloc[fit])
    held_back[rest] = tree.predict(X.iloc[rest])
    by_trees += tree.predict(test[COLUMNS]) / folds.n_splits
    line = Ridge().fit(X.iloc[fit], y.iloc[fit])
    by_lines.append(line.predict(test[COLUMNS]))
error = mean_absolute_error(y, held_back)
print(error)
# %%
mixed = 0.6 * by_trees + 0.4 * np.mean(by_lines, axis=0)
offer = pd.DataFrame({"size": test["size"], "price": np.expm1(mixed)})
offer.head()
'''

UNSEEDED = FLATS.replace("default_rng(4)", "default_rng()") + '''
# %%
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

df = df.fillna(0)
df.sample(3)
# %%
columns = ["size", "rooms"]
train, test = train_test_split(df)
forest = RandomForestRegressor(n_estimators=10).fit(train[columns], train["price"])
print(forest.score(test[columns], test["price"]))
kept = forest.predict(test[columns])
'''

SHOWN = FLATS + '''
# %%
each = df.groupby("town")[["size", "price"]].mean()

def near(size, k=2):
    """The towns whose flats are the most like it."""
    return (each["size"] - size).abs().nsmallest(k)


def dearer(town):
    return each[each["price"] > each["price"].get(town, 0)].round(1)


def judged(sizes):
    """Whether flats are large, and how large."""
    share = np.asarray(sizes) / each["size"].max()
    return share > 0.5, share.round(3)
# %%
near(60.5)
# %%
near(90, k=1)
# %%
print(dearer("Kiel"))
dearer("Bonn")
# %%
large, share = judged([40.0, 120.0])
print(large, share)
'''

NOTEBOOKS = {
    "shown": SHOWN,
    "estimator": ESTIMATOR,
    "folds": FOLDS,
    "globals": GLOBALS,
    "unseeded": UNSEEDED,
    "cell": CELL,
    "two": TWO,
    "batch": BATCH,
    "quiet_batch": QUIET_BATCH,
    "single": SINGLE,
    "pickles": PICKLES,
    "lambda": LAMBDA,
}


def notebook_file(text: str, path: Path) -> Path:
    """The notebook of these cells, at `path`."""
    cells: list[str] = []
    tags: dict[int, list[str]] = {}
    for part in text.strip().split("# %%")[1:]:
        first, _, body = part.partition("\n")
        cells.append(body.rstrip("\n"))
        if first.split():
            tags[len(cells)] = first.split()
    return write_notebook(path, *cells, tags=tags)
