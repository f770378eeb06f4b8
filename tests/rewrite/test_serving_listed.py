"""Loops that list an answer for each row, as functions of one."""

from __future__ import annotations

import pytest
from notebooks import flow_of
from served_rows import IMPORTS, checked, synthesis, watched

from converter.rewrite.serving.listed import listed

ROWS = "rows = [(1, 2), (3, 4)]\nfound = []"
KEPT = {
    "a round that needs the one before": "for a, b in rows:\n    best = max(best, a)\n    found.append(best)",
    "a round that leaves something": "for a, b in rows:\n    last = a + b\n    found.append(last)\nprint(last)",
    "a round that prints": "for a, b in rows:\n    print(a)\n    found.append(a)",
    "some rows only": "for a, b in rows:\n    if a > b:\n        continue\n    found.append(a)",
    "a list that is read": "for a, b in rows:\n    place = len(found)\n    found.append(place)",
    "two lists, one of what is made besides": "others = []\nfor a, b in rows:\n    c = a + b\n    others.append(c)\n"
    "    found.append(c)",
    "a list that has something": "found.append(3)\nfor a, b in rows:\n    found.append(a)",
    "a text of several lines": "for a, b in rows:\n    text = '''\n  x'''\n    found.append(text)",
}


@pytest.mark.parametrize("name", KEPT)
def test_a_loop_that_does_more_stays(name):
    assert listed(flow_of(ROWS, KEPT[name])) is None


WRITTEN = {
    "one line": (
        "for a, b in rows:\n    found.append(a + b)",
        "found = [a + b for a, b in rows]",
    ),
    "several": (
        "# each pair\nfor a, b in rows:\n    c = a * b  # the product\n    if c > 2:\n        c = -c\n    found.append(c)",
        "# each pair\ndef found_each(a, b):\n    c = a * b  # the product\n    if c > 2:\n        c = -c\n"
        "    return c\n\nfound = [found_each(a, b) for a, b in rows]",
    ),
    "two lists": (
        "others = []\nfor a, b in rows:\n    others.append(b)\n    found.append(a)",
        "others = [b for a, b in rows]\nfound = [a for a, b in rows]",
    ),
    "a name that is bound twice": (
        "for a, b in rows:\n    c = a * b\n    c = c + 1\n    found.append(c)",
        "def found_each(a, b):\n    c = a * b\n    c = c + 1\n    return c\n\n"
        "found = [found_each(a, b) for a, b in rows]",
    ),
    "a name that is bound anew later": (
        "for a, b in rows:\n    c = a * b\n    found.append(c)\nc = 3\nprint(c)",
        "found = [found_each(a, b) for a, b in rows]",
    ),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_loop_that_only_lists_is_a_function_and_a_list(name):
    loop, written = WRITTEN[name]
    program = listed(flow_of(ROWS, loop))
    assert program is not None
    text = "\n".join(cell.code for cell in program.cells)
    assert written in text and "append" not in text
    then, now = {}, {}
    exec(f"{ROWS}\n{loop}", then)
    exec(text, now)
    assert now["found"] == then["found"]


NEAREST = """
X = df[["size", "rooms"]].values
y = df["price"].values
near, far, y_near, y_far = X[:60], X[60:], y[:60], y[60:]
k = 3
preds = []
for row in far:
    gaps = ((near - row) ** 2).sum(axis=1)
    preds.append(y_near[gaps.argsort()[:k]].mean())
print(abs(np.array(preds) - y_far).mean())
"""


def test_what_a_loop_answers_to_each_row_is_served(table):
    pytest.importorskip("sklearn")
    cells = [IMPORTS, f"df = pd.read_csv({str(table)!r}).fillna(0)", NEAREST]
    assert not synthesis(*cells).made
    program = listed(flow_of(*cells))
    assert program is not None
    found = synthesis(*(cell.code for cell in program.cells))
    checked(found)
    names = watched(found)
    (made,) = found.made
    answers = names[made.name](names[made.rows].drop(columns="price"))
    assert answers[60:] == names["preds"]
