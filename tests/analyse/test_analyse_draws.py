"""Statements that may draw from a global random generator through an object that they use."""

from __future__ import annotations

import pytest
from notebooks import flow_of

from converter.model.dataflow import RNG

pytestmark = pytest.mark.fast

FOREST = "from sklearn.ensemble import RandomForestClassifier\nfrom sklearn.model_selection import cross_val_score"
TORCH = "import torch\nfrom torch import nn"


def drawing(text: str) -> list[str]:
    """The first lines of statements that may draw."""
    return [each.text.split("\n")[0] for each in flow_of(text).statements if RNG in each.effects]


@pytest.mark.parametrize(
    ("imports", "text", "draws"),
    [
        (FOREST, "m = RandomForestClassifier(5)\nm.fit(X, y)", ["m = RandomForestClassifier(5)", "m.fit(X, y)"]),
        (FOREST, "m = RandomForestClassifier(5, random_state=0)\nm.fit(X, y)", []),
        (FOREST, "m = RandomForestClassifier()\nm = 1\nm.fit(X)", ["m = RandomForestClassifier()"]),
        (FOREST, "m = RandomForestClassifier()\np = m.predict(X)\np.mean()", ["m = RandomForestClassifier()"]),
        (FOREST, "m = RandomForestClassifier()\ns = cross_val_score(m, X, y)", ["m = Rand", "s = cross_val"]),
        (
            FOREST,
            "ms = {'a': RandomForestClassifier()}\nfor n, m in ms.items():\n    m.fit(X, y)\n    print(n)",
            ["ms = ", "for n, m in"],
        ),
        (FOREST, "ms = []\nms.append(RandomForestClassifier())\n[m.fit(X, y) for m in ms]", ["ms.append", "[m.fit"]),
        (FOREST, "p = make_pipeline(scale(), RandomForestClassifier())\np.fit(X, y)", ["p = make", "p.fit"]),
        (FOREST, "for c in (RandomForestClassifier, Other):\n    c().fit(X, y)", ["for c in"]),
        (FOREST, "def made():\n    return RandomForestClassifier()\nm = made()\nm.fit(X)", ["def made", "m = made", "m.fit"]),
        (
            FOREST,
            "def score():\n    return cross_val_score(m, X, y)\nm = RandomForestClassifier()\na = score()",
            ["m = Rand", "a = score"],
        ),
        ("from sklearn.ensemble import RandomForestClassifier as RF", "m = RF()\nm.fit(X)", ["m = RF", "m.fit"]),
        ("from sklearn.model_selection import train_test_split as split", "a, b = split(X)\na.mean()", ["a, b"]),
        (TORCH, "class Net(nn.Module):\n    def __init__(self):\n        self.a = nn.Linear(1, 1)\nn = Net()", ["n = Net"]),
        (TORCH, "net = nn.Linear(3, 1)\nnet.eval()\nout = net(X)", ["net = nn", "out = net"]),
        ("from sklearn.utils import resample", "a = resample(X)\na.mean()", ["a = resample"]),
        ("import pandas as pd", "d = pd.read_csv('x.csv')\nd.resample('1D', on='t')['a'].sum().plot.line()", []),
        ("import keras", "m = keras.Sequential([])\nm.fit(X, y)\nm.predict(X)", ["m = keras", "m.fit"]),
        ("import numpy.random as npr", "a = npr.rand()\na.round()", ["a = npr"]),
        ("from random import choice", "a = choice([1, 2])\na.real", ["a = choice"]),
        ("from numpy.random import default_rng", "r = default_rng(0)\na = r.normal()", []),
    ],
    ids=lambda value: value[:50] if isinstance(value, str) else "",
)
def test_which_statements_may_draw(imports: str, text: str, draws: list[str]) -> None:
    found = drawing(f"{imports}\nX, y = [[1]], [1]\n{text}")
    assert len(found) == len(draws), found
    assert all(one.startswith(begin) for one, begin in zip(found, draws, strict=True)), found
