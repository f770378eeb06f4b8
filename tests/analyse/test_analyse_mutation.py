"""What statements change in place: directly, through names for one object, callees and libraries."""

from __future__ import annotations

import ast

import pytest
from notebooks import flow_of

from converter.analyse.libraries import LIBRARIES

IMPORTS = "import numpy as np, pandas as pd\nfrom sklearn.linear_model import LinearRegression"


def last(*cells: str) -> tuple[set[str], set[str]]:
    """What the last statement changes, and what it may change besides."""
    statement = flow_of(*cells).statements[-1]
    return set(statement.mutates), set(statement.touches - statement.mutates)


@pytest.mark.fast
@pytest.mark.parametrize(
    "code",
    [
        "a = [1]\nb = len(a)",
        "a = [1]\nb = a + [2]",
        "a = [1]\na = sorted(a)",
        "import pandas as pd\na = pd.DataFrame()\nb = a.dropna().copy()",
        "import pandas as pd\na = pd.DataFrame()\na.drop_duplicates(inplace=False)",
        "import numpy as np\na = np.ones(3)\nb = np.sort(a)",
        "import numpy as np\na = np.ones(3)\nb = np.abs(a, out=None)",
        "a = 'x'\nb = a.upper()",
        "from sklearn.model_selection import train_test_split\na = [1]\nb, c = train_test_split(a)",
        "import matplotlib.pyplot as plt\na = [1]\nplt.plot(a)",
        "def f(x):\n    y = list(x)\n    y.append(1)\n    return y\na = 'ab'\nb = f(a)",
        "import pandas as pd, matplotlib.pyplot as plt\na = pd.DataFrame()\na.hist()",
        "def f(x):\n    x = x + 1\n    return x\na = 1\nb = f(a)",
    ],
)
def test_what_changes_nothing(code: str) -> None:
    assert last(code)[0] == set()


@pytest.mark.fast
@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("a = []\na.append(1)", {"a"}),
        ("a = []\na[0] = 1", {"a"}),
        ("a = []\ndel a[0]", {"a"}),
        ("a = print\na.b.c = 1", {"a"}),
        ("a = [1]\na += [2]", {"a"}),
        ("import numpy as np\na = np.ones(3)\nnp.clip(a, 0, 1, out=a)", {"a"}),
        ("import numpy as np\na, c = np.ones(3), np.ones(3)\nc.clip(0, 1, out=a)", {"a"}),
        ("import numpy as np\na = np.ones(3)\nb = np.abs(a, out=a)\nb.fill(1)", {"a", "b"}),
        ("import numpy as np\na = np.ones((3, 2))\nfor b in a:\n    np.multiply(b, 0, out=b)", {"a", "b"}),
        ("a = []\nb = a\nb.append(1)", {"a", "b"}),
        ("a = []\nb = [a, 1]\nb.append(1)", {"b"}),
        ("a = [[1]]\nfor b in a:\n    b.append(2)", {"a", "b"}),
        ("a = [[1]]\n[b.append(2) for b in a]", {"a"}),
        ("a = [1]\n(b := a).append(1)", {"a", "b"}),
        ("import pandas as pd\na = pd.DataFrame()\na.dropna(inplace=True)", {"a"}),
        ("import pandas as pd\na = pd.DataFrame()\nb = a.pop('y')", {"a"}),
        ("import pandas as pd\na = pd.DataFrame()\na.loc[0, 'x'] = 1", {"a"}),
        ("import numpy as np\na = np.ones(3)\nb = a.reshape(3, 1)\nb[:] = 0", {"a", "b"}),
        ("import numpy as np\na = np.ones(3)\nnp.random.shuffle(a)", {"a"}),
        ("import numpy as np\na = np.eye(3)\nnp.fill_diagonal(a, 2)", {"a"}),
        ("import numpy as np\na = np.random.default_rng(1)\nb = a.normal(size=3)", {"a"}),
        ("import numpy as np\na = np.random.RandomState(1)\nb = a.rand(3) + 1", {"a"}),
        ("import heapq\na = []\nheapq.heappush(a, 1)", {"a"}),
        (f"{IMPORTS}\na = LinearRegression()\na.fit([[1]], [1])", {"a"}),
        (
            "from sklearn.pipeline import make_pipeline\nfrom sklearn.svm import SVC\n"
            "a = SVC()\nb = make_pipeline(a)\nb.fit([[1]], [1])",
            {"a", "b"},
        ),
        ("def f(x):\n    x.append(1)\na = []\nf(a)", {"a"}),
        ("def f(x, *rest, **more):\n    more['k'].append(1)\na = []\nf(1, k=a)", {"a"}),
        ("def f(x):\n    y = x\n    y[0] = 1\ndef g(z):\n    f(z)\na = []\ng(a)", {"a"}),
        ("def f(x):\n    return x\na = []\nb = f(a)\nb.append(1)", {"a", "b"}),
        ("def f(n, x):\n    x.pop()\n    if n:\n        f(n - 1, x)\na = []\nf(2, a)", {"a"}),
        ("a = []\ndef f():\n    a.append(1)\nf()", {"a"}),
        ("class A:\n    def put(self, x):\n        self.x = x\na = A()\na.put(1)", {"a"}),
        (
            "class A:\n    def __init__(self, x):\n        self.x = x\n"
            "    def grow(self):\n        self.x.append(1)\nb = []\na = A(b)\na.grow()",
            {"a", "b"},
        ),
        (
            "import torch\nm = torch.nn.Linear(1, 1)\no = torch.optim.SGD(m.parameters(), lr=1)\n"
            "o.step()",
            {"m", "o"},
        ),
        ("import torch\na = torch.ones(2)\na.add_(1)", {"a"}),
        ("import keras\na = keras.Sequential()\na.compile('adam')", {"a"}),
        ("import keras\na = keras.Sequential()\na.summary()\nb = a.count_params()", set()),
        ("from sklearn.svm import SVC\na = 3\nb = SVC(C=a)\nc = b.fit_transform([[1]])", {"b"}),
        (
            "import matplotlib.pyplot as plt\nfig, a = plt.subplots()\nb = [1]\na.hist(b)",
            {"a"},
        ),
        ("from lifelines import CoxPHFitter\nd = [1]\na = CoxPHFitter()\na.fit(d, duration_col='t')", {"a"}),
        (  # a table of rows is built when training uses it; the frame that it is of stays as it is
            "import lightgbm as lgb, pandas as pd\nb = pd.read_csv('b.csv')\nc = b[b.x > 1]\n"
            "a = lgb.Dataset(b[['x']], b.y)\nm = lgb.train({}, a)",
            {"a"},
        ),
    ],
)
def test_what_is_changed(code: str, changed: set[str]) -> None:
    assert last(code)[0] >= changed
    assert last(code)[0] - changed <= {"A"}


@pytest.mark.fast
@pytest.mark.parametrize(
    ("code", "touched"),
    [
        ("from somewhere import strange\na = []\nstrange(a)", {"a"}),
        ("import statsmodels.api as sm\nfrom prophet import Prophet\na = Prophet()\na.fit([1])", {"a"}),
        ("from somewhere import strange\na = []\nb = strange(a)\nb.append(1)", {"a"}),
        (
            "import numpy as np, pandas as pd\na = np.random.default_rng(1)\n"
            "b = pd.DataFrame().sample(3, random_state=a)",
            {"a"},
        ),
        ("a = []\na.nobody_knows()", {"a"}),
        (
            "from tensorflow import keras\na = keras.Sequential()\nb = keras.callbacks.EarlyStopping()\n"
            "a.fit([1], [1], callbacks=[b], verbose=0)",
            {"a", "b"},
        ),
        ("a = {}\nb = a.setdefault('x', [])\nb.append(1)", {"a"}),
        ("a = []\nb = [a, 1]\nb[0].append(1)", {"a"}),
        ("a = [[]]\nb = list(a)\nb[0].append(1)", {"a"}),
        ("def f(x):\n    x.append(1)\na = [[]]\nlist(map(f, a))", {"a"}),
        ("a = [[]]\nlist(map(lambda x: x.append(1), a))", {"a"}),
    ],
)
def test_what_may_be_changed(code: str, touched: set[str]) -> None:
    changed, may = last(code)
    assert may >= touched - changed
    assert touched <= changed | may


@pytest.mark.fast
def test_a_definition_tells_what_calling_it_changes() -> None:
    flow = flow_of("a = []", "def f(x):\n    x.append(1)\n    a.append(x)")
    assert flow.statements[-1].mutates == {"a"}


@pytest.mark.fast
@pytest.mark.parametrize("table", LIBRARIES, ids=lambda table: (table.roots or ("python",))[0])
def test_a_table_names_its_source_and_does_not_contradict_itself(table) -> None:  # type: ignore[no-untyped-def]
    assert table.source
    assert not table.changing & table.fresh
    assert not table.views & table.fresh
    for name in [*table.changing, *table.views, *table.fresh, *table.functions, *table.holding]:
        assert name.isidentifier()


@pytest.mark.fast
def test_deep_recursion_of_calls_comes_to_an_end() -> None:
    code = "\n".join(
        f"def f{i}(x, y):\n    f{(i + 1) % 20}(y, x)\n    x.append(y)" for i in range(20)
    )
    assert ast.parse(code)
    assert last(code + "\na, b = [], []\nf0(a, b)")[0] == {"a", "b"}


CLASS = """class Adder(BaseEstimator):
    def fit(self, X, y=None):
        return self
    def update(self, other):
        return other"""


@pytest.mark.fast
@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("a = LinearRegression()\nb = [1]\na.fit(b, b)", "a"),
        ("a = {}\na.update({1: 2})", "a"),
        ("a = LinearRegression()\nb = [1]\nc = a.fit(b, b)", "a"),
    ],
)
def test_a_method_of_a_class_of_the_notebook_may_also_be_a_librarys(code: str, changed: str) -> None:
    assert changed in last(IMPORTS, code)[0]
    assert last(IMPORTS, CLASS, code)[0] >= last(IMPORTS, code)[0]
