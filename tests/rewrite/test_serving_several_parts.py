"""Answers of several parts, and what the notebook makes of them."""

from __future__ import annotations

import numpy as np
import pytest
from served_rows import IMPORTS, NUMBERS, checked, synthesis, watched

pytest.importorskip("sklearn")

FIT = (
    f"from sklearn.linear_model import BayesianRidge\n{NUMBERS}\nmu, sd = y.mean(), y.std()\n"
    "model = BayesianRidge().fit(X, (y - mu) / sd)\nmean, std = model.predict(X, return_std=True)"
)


def served(table, *cells):
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r}).fillna(0)", FIT, *cells)
    checked(found)
    names = watched(found)
    (made,) = found.made
    return names[made.name](names[made.rows].drop(columns="price")), names


def test_parts_have_the_names_that_the_notebook_gives_them(table):
    answer, names = served(table, "print(mean[:3])")
    assert list(answer) == ["mean", "std"]
    assert np.array_equal(answer["std"], names["std"])


def test_what_is_made_of_them_is_answered(table):
    made = (
        "worth = mean * sd + mu\nout = pd.DataFrame({'low end': (mean - 2 * std) * sd\n + mu, 'true': y})\n"
        "high = np.maximum(0, worth + 2 * std * sd)"
    )
    answer, names = served(table, made)
    assert list(answer) == ["mean", "std", "worth", "low end", "high"]
    assert np.array_equal(answer["high"], names["high"])
    assert np.array_equal(answer["low end"], names["out"]["low end"])


OTHERS = {
    "what depends on the truth": "gap = (y - mu) / sd - mean",
    "what is said of all": "worst = (mean - std).min()",
    "what is another later": "scale = 2\nwide = std * scale\nscale = 3\nprint(scale)",
    "what only has another name": "prediction = mean",
}


@pytest.mark.parametrize("name", OTHERS)
def test_nothing_else_is(name, table):
    answer, _ = served(table, OTHERS[name])
    assert list(answer) == ["mean", "std"]


def test_parts_whose_names_are_others_later_are_a_pair(table):
    answer, names = served(table, "std = 3\nprint(std)")
    assert not isinstance(answer, dict) and len(answer) == 2
