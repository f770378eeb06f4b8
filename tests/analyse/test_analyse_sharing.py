"""Names that share objects: what is in an object is another one, and so is what a name was bound to before."""

from __future__ import annotations

import pytest
from notebooks import flow_of


def changed(*cells: str) -> set[str]:
    """What the last statement changes, for sure or perhaps."""
    statement = flow_of(*cells).statements[-1]
    return set(statement.mutates | statement.touches)


FILL = """
def fill(row, default):
    total = row.get("total")
    if total is None:
        total = default
    row["total"] = float(total)
    return row
"""
ENCODE = """
def encode(frame, levels):
    frame = frame.copy()
    for column, values in levels.items():
        frame[column] = values
    return frame
"""


PANDAS = "import pandas as pd\n"


@pytest.mark.fast
@pytest.mark.parametrize(
    ("code", "expected"),
    [
        # What a name may be is not what else it may be.
        ("a = [1]\nb = [2]\nfor c in (a, b):\n    pass\na.append(3)", {"a", "c"}),
        ("a = {}\nb = {}\nc = a\nc = b\na['x'] = 1", {"a", "c"}),
        # A part is put in: the other parts stay as they are.
        ("a = {}\nb = []\na['b'] = b\na['c'] = 1", {"a"}),
        ("class A: pass\na = A()\nb = []\na.b = b\na.c = 1", {"a"}),
        (FILL + "a = {}\nb = 3.5\nc = [1]\nd = fill(a, c)", {"a", "d"}),
        ("import pandas as pd\n" + ENCODE + "a = {'x': [1]}\nb = encode(pd.DataFrame(), a)", set()),
        # Labels are copied.
        (PANDAS + "X = pd.DataFrame()\nrow = pd.DataFrame([[1]], columns=X.columns[:-1])\nrow['a'] = 1", {"row"}),
        (PANDAS + "names = ['b']\nrow = pd.DataFrame([[1]], columns=names)\nrow['a'] = 1", {"row"}),
        (PANDAS + "X = pd.DataFrame()\nrow = pd.DataFrame(X, columns=X.columns)\nrow['a'] = 1", {"X", "row"}),
        # What is in it is changed through it, or through another name of it.
        ("a = {}\nb = []\na['b'] = b\na['b'].append(1)", {"a", "b"}),
        ("a = {}\nb = []\na['b'] = b\nb.append(1)", {"a", "b"}),
        ("a = []\nb = a\nc = []\nb.append(c)\nd = a[0]\nd.append(1)", {"a", "b", "c", "d"}),
        ("a = {}\nb = a\nc = {}\nb['c'] = c\nd = a['c']\nc['x'] = 1", {"a", "b", "c", "d"}),
        ("a = {}\nb = a\nb['x'] = 1", {"a", "b"}),
        ("a = [[]]\nb = a[0]\nb[:] = [1]", {"a", "b"}),
        ("import numpy as np\na = np.ones(3)\nb = a[1:]\na[0] = 2", {"a", "b"}),
        ("import numpy as np\na = np.ones(3)\nb = a[1:]\nb[0] = 2", {"a", "b"}),
        # A setter of the notebook's may do anything.
        (
            "class A:\n    def __init__(self, b):\n        self.b = b\n"
            "    def __setitem__(self, key, value):\n        self.b[key] = value\n"
            "a = A({})\nb = {}\na.b = b\na['x'] = 1",
            {"a", "b"},
        ),
        (
            "class A:\n    @property\n    def c(self):\n        return 0\n    @c.setter\n"
            "    def c(self, value):\n        self.b.append(value)\n"
            "a = A()\nb = []\na.b = b\na.c = 1",
            {"a", "b"},
        ),
    ],
)
def test_what_is_changed_through_shared_objects(code: str, expected: set[str]) -> None:
    assert changed(code) == expected
