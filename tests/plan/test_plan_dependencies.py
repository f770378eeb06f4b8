"""Which statements need which: values, changes in place, and the order in which resources are used."""

from __future__ import annotations

import pytest
from notebooks import flow_of

from converter.plan.dependencies import dependencies_of

pytestmark = pytest.mark.fast


def needed(code: str, *names: str) -> list[str]:
    """The statements that the final values of `names` need, by their first line."""
    statements = flow_of(code).statements
    found = dependencies_of(statements).values(names)
    return [each.text.split("\n")[0] for each in statements if each.order in found]


@pytest.mark.parametrize(
    ("code", "names", "expected"),
    [
        ("a = 1\nb = 2\nc = a", "c", "a = 1|c = a"),
        ("a = 1\na = 2\nb = a", "b", "a = 2|b = a"),
        ("a = 1\nif x:\n    a = 2\nb = a", "b", "a = 1|if x:|b = a"),
        ("a = []\na.append(1)\nb = len(a)", "b", "a = []|a.append(1)|b = len(a)"),
        ("a = []\nb = a\nb.append(1)", "a", "a = []|b = a|b.append(1)"),
        (
            "a = {}\ndef put(f):\n    a[f.__name__] = f\n    return f\n@put\ndef g():\n    return 1\nb = a['g']()",
            "b",
            "a = {}|def put(f):|@put|b = a['g']()",
        ),
        ("a = []\nb = len(a)\na.append(1)", "b", "a = []|b = len(a)"),
        ("a = []\nb = a\nc = a\na.append(1)\nb.append(2)", "a", "a = []|b = a|a.append(1)|b.append(2)"),
        (
            "a = []\nclass C:\n    def m(self):\n        a.append(1)\ncs = {}\ncs[0] = C()\nfor c in cs.values():\n    c.m()\n"
            "x = a",
            "x",
            "a = []|class C:|cs = {}|cs[0] = C()|for c in cs.values():|x = a",
        ),
        ("k = 1\ndef f():\n    return k\nj = 2\nx = f()", "x", "k = 1|def f():|x = f()"),
        ("k = 1\ndef f():\n    return k\nk = 2\nx = f()", "x", "def f():|k = 2|x = f()"),
        ("n = 0\ndef f():\n    global n\n    n += 1\nf()\nx = n", "x", "n = 0|def f():|f()|x = n"),
        ("a = []\ndef f():\n    a.append(1)\nf()\nx = a", "x", "a = []|def f():|f()|x = a"),
        (
            "class C:\n    def m(self):\n        return k\nc = C()\nk = 2\nx = c.m()",
            "x",
            "class C:|c = C()|k = 2|x = c.m()",
        ),
        (
            "def f():\n    return k\ng = f\nk = 2\nx = g()",
            "x",
            "def f():|g = f|k = 2|x = g()",
        ),
    ],
)
def test_values(code: str, names: str, expected: str) -> None:
    assert needed(code, *names.split()) == expected.split("|")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "import numpy as np\nnp.random.seed(1)\na = np.random.rand()\nb = np.random.rand()",
            "import numpy as np|np.random.seed(1)|a = np.random.rand()|b = np.random.rand()",
        ),
        (
            "import random\ndef draw():\n    return random.random()\na = draw()\nb = draw()",
            "import random|def draw():|a = draw()|b = draw()",
        ),
        (
            "from sklearn.ensemble import RandomForestClassifier as F\n"
            "from sklearn.model_selection import train_test_split\na = train_test_split([1])\n"
            "b = train_test_split([2])",
            "from sklearn.model_selection import train_test_split|a = train_test_split([1])|"
            "b = train_test_split([2])",
        ),
        (
            "from sklearn.model_selection import train_test_split as t\na = t([1], random_state=1)\n"
            "b = t([2], random_state=1)",
            "from sklearn.model_selection import train_test_split as t|b = t([2], random_state=1)",
        ),
        (
            "from pathlib import Path\nPath('x').write_text('1')\nb = open('x').read()",
            "from pathlib import Path|Path('x').write_text('1')|b = open('x').read()",
        ),
        ("import pandas as pd\na = pd.read_csv('x')\nb = pd.read_csv('y')", "import pandas as pd|b = pd.read_csv('y')"),
        ("import os\nos.chdir('data')\nb = 1", "import os|os.chdir('data')|b = 1"),
        ("from tqdm import tqdm\ntqdm.pandas()\nb = 1", "from tqdm import tqdm|tqdm.pandas()|b = 1"),
        (
            "from sklearn import set_config\nset_config(transform_output='pandas')\nb = 1",
            "from sklearn import set_config|set_config(transform_output='pandas')|b = 1",
        ),
        ("import numpy as np\nnp.seterr(all='raise')\nb = 1", "import numpy as np|np.seterr(all='raise')|b = 1"),
        ("import numpy as np\nnp.sqrt(16)\nb = 1", "b = 1"),
        ("import torch\ntorch.cuda.is_available()\nb = 1", "b = 1"),
        ("import gc\ngc.collect()\nb = 1", "b = 1"),
        ("from sklearn.metrics import f1_score\na = [1]\nf1_score(a, a)\nb = 1", "b = 1"),
    ],
)  # fmt: skip
def test_resources(code: str, expected: str) -> None:
    assert needed(code, "b") == expected.split("|")
