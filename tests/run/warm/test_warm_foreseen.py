"""What can be known of a notebook's imports before it runs."""

from __future__ import annotations

import pytest

from converter.run.warm.foreseen import Foreseen, Import, Setting, foreseen

pytestmark = pytest.mark.fast
NUMPY = Import("numpy", "import numpy")


def steps(*cells: str) -> list[Import | Setting]:
    return list(foreseen(cells).steps)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "x = 1",
        "from __future__ import annotations",
        "from . import local",
        "def f():\n    import numpy",
        "if COLAB:\n    import google.colab",
        "%%html\n<b>import numpy</b>",
        "this is (no Python",
        "try:\n    pass\nexcept ImportError:\n    import numpy",
        '"""\nimport numpy\n"""',
    ],
)
def test_nothing_to_import(cell):
    assert foreseen([cell]) == Foreseen()


def test_imports_in_order_each_once():
    found = steps(
        "import numpy as np, pandas as pd", "from a.b import c, d as e\nimport numpy as np"
    )
    assert found == [
        NUMPY,
        Import("pandas", "import pandas"),
        Import("a", "from a.b import c, d"),
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "%matplotlib inline\nimport numpy as np",
        "%%time\nimport numpy as np",
        "import numpy as np\n!ls {folder} \\\n  -l\nfiles = !ls",
        "np?\nimport numpy as np\n??np.array",
        "try:\n    import numpy as np\nexcept ImportError:\n    np = None",
        "with warnings.catch_warnings():\n    import numpy as np",
        "x = '''\n%s\n''' % 1\nimport numpy as np",
    ],
)
def test_imports_among_magics_and_blocks(cell):
    assert steps(cell) == [NUMPY]


@pytest.mark.parametrize(
    ("cell", "variable", "value"),
    [
        ("os.environ['A'] = '1'", "A", "1"),
        ("environ['A'] = '1'", "A", "1"),
        ("%env A=1", "A", "1"),
        ("%env A 1", "A", "1"),
        ("%set_env A=1", "A", "1"),
        ("%env A=$HOME", "A", None),
        ("os.environ['A'] = str(n)", "A", None),
        ("del os.environ['A']", "A", None),
        ("os.environ.setdefault('A', '1')", "A", None),
        ("os.putenv('A', '1')", "A", None),
        ("if n:\n    os.environ['A'] = '1'", "A", None),
        ("def f():\n    os.environ['A'] = '1'", "A", None),
        ("os.environ.pop('A', None)", "A", None),
    ],
)
def test_variables_that_are_set_before_an_import(cell, variable, value):
    assert steps(cell, "import numpy as np") == [Setting(variable, value), NUMPY]


@pytest.mark.parametrize(
    "cell",
    [
        "!pip install lightgbm",
        "%pip install lightgbm",
        "!{sys.executable} -m pip install lightgbm",
        "%%bash\npip install lightgbm",
        "subprocess.check_call([sys.executable, '-m', 'pip', 'install', 'x'])",
        "os.environ[name] = '1'",
        "os.environ.update(settings)",
        "os.environ |= settings",
        "exec(open('setup.txt').read())",
        "load_dotenv()",
        "dotenv.load_dotenv('.env')",
        "%run setup.ipynb",
        "sys.modules['numpy'] = fake",
        "get_ipython().system('pip install x')",
    ],
)
def test_what_follows_cannot_be_foreseen(cell):
    found = foreseen(["import numpy as np", cell, "import numpy as np\nimport lightgbm.basic"])
    assert found == Foreseen((NUMPY,), frozenset({"lightgbm"}))


def test_settings_are_told():
    assert foreseen(["%env A=1\nimport numpy"]).settings() == (Setting("A", "1"),)
