"""A target of one column is told as a number for each row."""

from __future__ import annotations

import pytest

pytest.importorskip("sklearn")
from served_rows import ASK, IMPORTS, SPLIT, checked, synthesis, watched

TARGETS = {
    "a frame": ("df[['price']]", True),
    "a column made one": ("df['price'].values.reshape(-1, 1)", True),
    "a column": ("df['price']", False),
    "two columns": ("df[['price', 'size']]", False),
}


@pytest.mark.parametrize("name", TARGETS)
def test_answers_of_one_column_are_numbers(name, table):
    target, flat = TARGETS[name]
    numbers = f'X = df[["size", "rooms"]].fillna(1)\ny = {target}'
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r})", numbers, SPLIT, ASK)
    checked(found)
    names = watched(found)
    answered = names["predict"](names[found.made[0].rows].head(3))
    assert answered.shape == ((3, 2) if name == "two columns" else (3,))
    text = "\n".join(cell.code for cell in found.program.cells)
    assert ("return model.predict(X).ravel()" in text) is flat


def test_what_the_notebook_makes_of_the_answers_stays(table):
    numbers = 'X = df[["size", "rooms"]].fillna(1)\ny = df[["price"]]'
    kept = "pred = model.predict(test)\nback = np.exp(pred / 1000)\nprint(back[:3])"
    found = synthesis(IMPORTS, f"df = pd.read_csv({str(table)!r})", numbers, SPLIT, kept)
    checked(found)
    text = "\n".join(cell.code for cell in found.program.cells)
    assert "return np.exp(model.predict(X) / 1000)" in text
