"""Models that are no objects: what a notebook predicts by formulas, with values that it learned by hand."""

from __future__ import annotations

import numpy as np
import pytest
from served_rows import IMPORTS, checked, synthesis, watched

pytest.importorskip("sklearn")

ROWS = 'X = df[["size", "rooms"]].to_numpy()\ny = df["price"].to_numpy()'
SIGMOID = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))"
SCALED = f"{ROWS}\nmu, sd = X.mean(axis=0), X.std(axis=0)\nX = (X - mu) / sd"
DESCENT = """
w, b = np.zeros(X.shape[1]), 0.0
for step in range(30):
    gap = X @ w + b - y
    w = w - 0.1 * X.T @ gap / len(y)
    b -= 0.1 * gap.mean()
"""
TRAINER = """
def descend(X, y, rounds):
    count, wide = X.shape
    theta, costs = np.zeros(wide), []
    for _ in range(rounds):
        gap = X @ theta - y
        theta -= 0.1 * X.T @ gap / count
        costs.append((gap ** 2).mean())
    return theta, costs
"""

SERVED = {
    "two numbers, summed up in a loop": (
        "x, y = df['size'].values, df['price'].values\nabove = below = 0\n"
        "for i in range(len(x)):\n    above += (x[i] - x.mean()) * (y[i] - y.mean())\n"
        "    below += (x[i] - x.mean()) ** 2\nb1 = above / below\nb0 = y.mean() - b1 * x.mean()\n"
        "y_pred = b0 + b1 * x\nprint(((y - y_pred) ** 2).sum())",
        "return b0 + b1 * x",
    ),
    "a normal equation with a column of ones": (
        f"{ROWS}\nX = np.c_[np.ones(len(X)), X]\nw = np.linalg.inv(X.T @ X) @ X.T @ y\npred = X @ w",
        "return X @ w",
    ),
    "as many ones as there were rows": (
        f"{ROWS}\nm, n = X.shape\nX = np.hstack([np.ones((m, 1)), X])\n"
        "w = np.linalg.pinv(X).dot(y)\npred = np.dot(X, w)",
        "np.ones((len(rows), 1))",
    ),
    "the other half of the rows": (
        f"{ROWS}\nX_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n"
        "w = np.linalg.solve(X_train.T @ X_train, X_train.T @ y_train)\ny_hat = X_test @ w",
        "return X @ w",
    ),
    "a descent": (
        f"{SCALED}\n{DESCENT}\nvalues = X @ w + b\nprint(np.abs(values - y).mean())",
        "X @ w + b",
    ),
    "a descent in a function": (
        f"{SCALED}\n{TRAINER}\ntheta, costs = descend(X, y, 20)\npredicted = X @ theta",
        "return X @ theta",
    ),
    "a function of its own that is given the weights": (
        f"def predict(w, b, X):\n    return X @ w + b\n\n{SCALED}\n{DESCENT}\nlast = predict(w, b, X)",
        "return predict(w, b, X)",
    ),
    "layers of a network": (
        f"{SIGMOID}\n{SCALED}\nV, w, u = np.ones((2, 3)), np.zeros((3, 1)), 0.0\nfor _ in range(5):\n"
        "    A = sigmoid(X @ V)\n    gap = A @ w + u - y[:, None]\n    w -= 0.01 * A.T @ gap / len(y)\n"
        "    u -= gap.mean()\nhidden = sigmoid(X @ V)\nguess = hidden @ w + u\ny_pred = guess[:, 0]",
        "return guess[:, 0]",
    ),
    "columns by their place": (
        "flats = df[['size', 'price']] / 100\nx = flats.iloc[:, 0]\ny = flats.iloc[:, 1]\nm, c = 0, 0\n"
        "for i in range(20):\n    Y_pred = m * x + c\n    m = m - 0.1 * (-2 * sum(x * (y - Y_pred))) / len(x)\n"
        "    c = c - 0.1 * (-2 * sum(y - Y_pred)) / len(x)\nY_pred = m * x + c",
        "return m * x + c",
    ),
    "numbers that a function makes of each text": (
        "words = {}\nfor street, price in zip(df['street'], df['price']):\n    words[street[0]] = price\n"
        "def numbers(text):\n    return np.array([1, words.get(text[0], 0)])\n\n"
        "df['y'] = df['price'] / 2\nX = np.vstack([numbers(each) for each in df['street']])\n"
        "y = df['y'].values\nw = np.linalg.pinv(X) @ y\ny_hat = X @ w",
        "return X @ w",
    ),
    "a library's least squares": (
        "line = np.polyfit(df['size'], df['price'], 1)\ndf['estimate'] = np.polyval(line, df['size'])",
        "return np.polyval(line, df['size'])",
    ),
}


@pytest.mark.parametrize("name", SERVED)
def test_the_last_formula_with_learned_values_is_served(name, table):
    cells, answer = SERVED[name]
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r}).fillna(0)", cells)
    assert len(found.made) == 1 and not found.refused
    text = next(cell.code for cell in found.program.cells if "What the notebook calls" in cell.code)
    assert answer in text.partition("What the notebook calls")[2]
    checked(found)
    names = watched(found)
    one = names[found.made[0].rows].head(1).drop(columns="price")
    assert len(names[found.made[0].name](one)) == 1


def test_what_is_decided_by_a_formula_is_said_beside_it(table):
    cells = f"{SIGMOID}\n{SCALED}\ny = (y > 500) * 1\n{DESCENT}\np = sigmoid(X @ w + b)\nlabels = (p >= 0.5).astype(int)"
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r}).fillna(0)", cells)
    names = watched(found)
    answer = names[found.made[0].name](names[found.made[0].rows])
    assert np.array_equal(answer["labels"], names["labels"])
    assert np.array_equal(answer["probabilities"], names["p"])


def test_what_is_decided_by_a_threshold_that_was_learned_is_served(table):
    cells = (
        f"{ROWS}\nmu = X.mean(axis=0)\np = np.exp(-((X - mu) ** 2).sum(axis=1) / 9000)\nbest = 0\n"
        "for eps in (0.1, 0.2, 0.5):\n    hits = ((p < eps) == (y > 500)).mean()\n"
        "    if hits > best:\n        best, limit = hits, eps\nlimit = best\ndf['outlier'] = (p < limit) * 1"
    )
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r}).fillna(0)", cells)
    checked(found)
    names = watched(found)
    answer = names[found.made[0].name](names[found.made[0].rows])
    assert list(answer) == list(names["df"]["outlier"])


def test_rows_that_begin_beside_others_are_served():
    read = "from sklearn.datasets import load_iris\nflowers = load_iris()\nX, y = flowers.data / 10, flowers.target"
    found = synthesis(IMPORTS, read, "w = np.linalg.pinv(X) @ y\npred = X @ w")
    checked(found)
    assert "flowers_rows / 10" in "\n".join(cell.code for cell in found.program.cells)


NOT_SERVED = {
    "a scaled column": "df['score'] = (df['size'] - df['size'].mean()) / df['size'].std()",
    "how many rows there are": "y = df['price']\nn = len(y)\ndf['score'] = df['size'] / n",
    "an error of a column": "df['guess'] = df['size'] * (df['price'] / df['size']).mean()\n"
    "df['score'] = df['price'] - df['guess']",
    "a column by another name": "df['worth'] = df['size'] * (df['price'] / df['size']).mean()\nscore = df['worth']",
    "rows that are scored by a model of a list": "few = [c for c in df.select_dtypes('number') if c != 'price']\n"
    "X = df[few]\nprint(cross_val_score(None, X, df['price']))",
    "what is drawn beside the target": "b = (df['price'] / df['size']).mean()\nother = b * df['rooms']\nprint(df['price'], other)",
    "an error": "y = df['price'].values\nw = np.zeros(2)\nfor i in range(3):\n    w = w + y.mean()\nrisk = abs(w[0] - y)",
    "what nobody calls a prediction": "b = (df['price'] / df['size']).mean()\ndf['other'] = b * df['rooms']",
}


@pytest.mark.parametrize("name", NOT_SERVED)
def test_a_formula_of_the_rows_alone_predicts_nothing(name, table):
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r}).fillna(0)", NOT_SERVED[name])
    assert not found.made and not found.refused
