"""What imports do besides binding names comes out at their place; what cannot is left to the run.

The kernel is another Python than the tests' own: an environment with made-up packages in it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from warm_runs import lasting_differences, notebook_of, printed, ran

from converter.run.warm.pool import warm_pool

PACKAGES = {
    "noisy": "import sys, warnings\nprint('hello from noisy')\nprint('and on', file=sys.stderr)\n"
    "warnings.warn('noisy is old', FutureWarning)\n"
    "warnings.warn('at the importer', UserWarning, stacklevel=2)\n"
    "warnings.filterwarnings('always', message='often')\nVALUE = 1\n",
    "loud_inside": "import noisy\nfrom noisy import VALUE\nprint('inside', VALUE)\n",
    "threaded": "import threading, time\nthreading.Thread(target=time.sleep, args=(999,), daemon=True)"
    ".start()\nprint('threaded')\n",
    "numbered": "import threading\nthreading.Thread()\n",
    "opens": "import os\nfile = open(os.devnull + '', 'w')\nlog = open(__file__)\n",
    "signals": "import signal\nsignal.signal(signal.SIGUSR1, signal.SIG_IGN)\n",
    "displays": "from IPython.display import display\ndisplay('shown at import')\n",
    "writes": "import os\nos.write(1, b'raw')\n",
    "flagged": "import os\nFLAG = os.environ.get('NBSHIP_FLAG', 'unset')\n",
    "all_flags": "import os\nFLAGS = [v for k, v in os.environ.items() if k.startswith('NBSHIP_F')]\n",
    "sets": "import os\nos.environ['NBSHIP_SET'] = 'by import'\n",
    "breaks": "import noisy\nraise ImportError('cannot be imported')\n",
    "leaves": "import sys\nsys.exit(3)\n",
    "replaces": "import sys\nclass Lazy:\n    answer = 42\nsys.modules[__name__] = Lazy()\n"
    "sys.modules['replaces.inner'] = Lazy()\n",
    "registers": "from IPython import get_ipython\n"
    "get_ipython().events.register('post_execute', lambda: print('after'))\n",
    "rooted": "import logging\nlogging.getLogger().addHandler(logging.NullHandler())\n",
    "asks": "try:\n    get_ipython\n    KERNEL = True\nexcept NameError:\n    KERNEL = False\n"
    "import __main__, sys\nMAIN = hasattr(__main__, '__file__')\nOUT = sys.stdout\n",
    "stamped": "import uuid\nSTAMP = str(uuid.uuid4())\n",
    "later": "VALUE = 'later'\n",
    "family/__init__": "from . import near\n",
    "family/near": "",
    "family/far": "import json\n",
}


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    """The name of a kernel whose Python has the packages, and not nbship."""
    home = tmp_path_factory.mktemp("python")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home / "env"], check=True)
    python = home / "env/bin/python"
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(subprocess.check_output([python, "-c", asked], text=True).strip())
    (site / "rest.pth").write_text(sysconfig.get_path("purelib") + "\n")
    for name, text in PACKAGES.items():
        file = site / f"{name}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    spec = home / "kernels/own/kernel.json"
    spec.parent.mkdir(parents=True)
    argv = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec.write_text(
        json.dumps(
            {
                "argv": argv,
                "display_name": "Own",
                "language": "python",
                "env": {"NBSHIP_SPEC": "of ${NBSHIP_HOME_NAME}"},
            }
        )
    )
    before = os.environ.get("JUPYTER_PATH", "")
    os.environ["JUPYTER_PATH"] = str(home)
    yield "own"
    os.environ["JUPYTER_PATH"] = before


@pytest.fixture
def same(kernel, pool, tmp_path):
    """Asserts that cells give the same on a warm kernel as on papermill's."""

    def check(*cells, **environment):
        wrong = lasting_differences(notebook_of(*cells), pool, tmp_path, kernel, **environment)
        assert not wrong, "\n".join(wrong.values())

    return check


@pytest.mark.parametrize(
    "cells",
    [
        ("import noisy", "import noisy\nimport warnings\nwarnings.warn('often')", "noisy.VALUE"),
        (
            "import warnings\nwarnings.filterwarnings('ignore')",
            "import noisy",
            "warnings.filters[:2]",
        ),
        ("print('first')\nimport loud_inside\nprint('last')", "import noisy\nnoisy.VALUE"),
        ("%%capture held\nimport noisy", "print(held.stdout, held.stderr)"),
        ("import sys\nprint('noisy' in sys.modules)", "import noisy", "'noisy' in sys.modules"),
        (
            "import threaded",
            "import threading\nany('sleep' in t.name for t in threading.enumerate())",
        ),
        ("import numbered", "import threading\nprint(threading.Thread().name)"),
        ("import opens\nopens.log.read(9)",),
        (
            "import signal\nprint(signal.getsignal(signal.SIGUSR1))",
            "import signals",
            "signal.getsignal(signal.SIGUSR1)",
        ),
        ("print(1)", "import displays"),
        ("import time\nimport writes\ntime.sleep(0.4)",),
        ("import flagged\nflagged.FLAG",),
        ("import os\nos.environ['NBSHIP_FLAG'] = 'one'", "import flagged\nflagged.FLAG"),
        ("%env NBSHIP_FLAG=two", "import flagged, all_flags\nflagged.FLAG, all_flags.FLAGS"),
        ("import os\nos.environ['NBSHIP_FLAG'] = str(1 + 2)", "import flagged\nflagged.FLAG"),
        (
            "import os\nfor n in 'ab':\n    os.environ['NBSHIP_F' + n] = n",
            "import all_flags",
            "all_flags.FLAGS",
        ),
        ("import os\nprint('NBSHIP_SET' in os.environ)", "import sets", "os.environ['NBSHIP_SET']"),
        ("try:\n    import breaks\nexcept ImportError as exc:\n    print(exc)", "import noisy"),
        ("import leaves",),
        ("import replaces\nreplaces.answer", "import replaces.inner as inner\ninner.answer"),
        ("'quiet'", "import registers", "'heard'"),
        ("import logging\nprint(logging.root.handlers)", "import rooted", "logging.root.handlers"),
        ("import asks, sys\nasks.KERNEL, asks.MAIN, asks.OUT is sys.stdout",),
        ("import os\nos.environ['NBSHIP_SPEC']",),
        (
            "import importlib.util\nprint(importlib.util.find_spec('noisy').origin[-8:])\nimport noisy",
            "importlib.util.find_spec('noisy').loader.__class__, noisy.__spec__.loader.__class__, "
            "noisy.__file__[-8:]",
        ),
        ("import noisy, importlib\nimportlib.reload(noisy).VALUE",),
        (
            "import pickle\nimport family\nhasattr(family, 'near'), 'family.far' in __import__('sys').modules",
            "import family.far\nfamily.far.json.__name__",
        ),
        ("import no_such_package_here",),
        ("from noisy import no_such_name",),
        (
            "import typing, dataclasses, collections.abc, xml.etree.ElementTree as tree\ntree.__name__",
        ),
    ],
    ids=lambda cells: cells[-1].splitlines()[-1][:40],
)
def test_imports_do_what_they_do_in_a_fresh_kernel(same, cells):
    same(*cells, NBSHIP_HOME_NAME="home")


def test_the_kernel_is_another_python(kernel, pool, tmp_path):
    done, _ = ran(
        notebook_of(
            f"import sys\nprint(sys.prefix != {sys.prefix!r})",
            "try:\n    import converter.errors\nexcept ImportError:\n    print('none')",
        ),
        pool,
        kernel=kernel,
        folder=tmp_path,
    )
    assert printed(done) == ["True\n", "none\n"]


def served(done):
    """The server that has forked the run."""
    return done.cells[0].outputs[0].text.strip()


WHOSE = "import os\nprint(os.getppid())"


def test_what_was_found_out_is_known_to_the_next_pool(kernel, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    node = notebook_of(WHOSE, "import threaded, later")
    for _ in range(2):
        with warm_pool() as own:
            ran(node, own, kernel=kernel)
            assert own.remarks == []
    found = json.loads((tmp_path / "nbship/imports.json").read_text())
    assert [list(each.items()) for each in found.values()] == [[("threaded", "starts a thread")]]


def test_modules_that_a_run_imports_are_there_for_the_next(kernel, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    text = "def f():\n    import later\n    return later\nprint(repr(f().__spec__.loader))"
    with warm_pool() as own:
        found = [printed(ran(notebook_of(WHOSE, text), own, kernel=kernel)[0]) for _ in range(3)]
        (server,) = own._servers._all
        assert "import later" in {step.statement for step in server.done}
    assert len({one[0] for one in found}) == 1


def test_what_an_import_computes_is_the_servers(kernel, pool):
    node = notebook_of("import stamped\nprint(stamped.STAMP)")
    assert len({printed(ran(node, pool, kernel=kernel)[0])[0] for _ in range(2)}) == 1
    assert len({printed(ran(node, kernel=kernel)[0])[0] for _ in range(2)}) == 2


def test_the_history_of_a_kernel_of_another_name_is_not_written(kernel, pool, tmp_path):
    file = tmp_path / "profile_default/history.sqlite"
    ran(notebook_of("1"), pool, kernel=kernel, IPYTHONDIR=str(tmp_path))
    assert not file.exists()
    ran(notebook_of("1"), kernel=kernel, IPYTHONDIR=str(tmp_path))
    assert file.exists()


def test_notebooks_share_a_server_where_nothing_speaks_against_it(kernel, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with warm_pool() as own:
        first, second, other = (
            served(ran(notebook_of(WHOSE, *cells), own, kernel=kernel)[0])
            for cells in (
                ("import later",),
                ("import flagged, later",),
                ("os.environ['NBSHIP_FLAG'] = 'x'\nimport flagged",),
            )
        )
    assert first == second != other


def test_a_server_goes_when_packages_change(kernel, pool):
    node = notebook_of(WHOSE, "import later\nprint(later.__file__)")
    before, _ = ran(node, pool, kernel=kernel)
    file = Path(printed(before)[1].strip())
    (file.parent / "brand_new.py").write_text("")
    after, _ = ran(node, pool, kernel=kernel)
    assert served(before) != served(after)


@pytest.mark.parametrize(
    ("name", "shadows"),
    [
        ("later/x.txt", False),
        ("later.ipynb", False),
        ("later/__init__.py", True),
        ("later.py", True),
    ],
)
def test_what_lies_beside_the_notebook(kernel, tmp_path, monkeypatch, name, shadows):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("")
    with warm_pool() as own:
        done, _ = ran(
            notebook_of("import later\nprint(later.__file__)"), own, kernel=kernel, folder=tmp_path
        )
        assert bool(own.remarks) is shadows
    assert (str(tmp_path) in printed(done)[0]) is shadows


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        (["R", "--slave", "{connection_file}"], "is not an ipykernel"),
        (
            ["conda", "run", "python", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            "is started through another program",
        ),
        (["python", "-m", "ipykernel_launcher"], "takes no connection file"),
        (
            ["/no/such/python", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            "cannot run a server",
        ),
    ],
)
def test_a_kernel_that_cannot_be_kept_warm_falls_back(tmp_path, monkeypatch, argv, why):
    spec = tmp_path / "kernels/odd/kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text(json.dumps({"argv": argv, "display_name": "Odd", "language": "x"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    with (
        warm_pool() as own,
        own.lent(
            notebook_of("1"), kernel="odd", environment=dict(os.environ), folder="."
        ) as manager,
    ):
        assert manager is None
        assert why in own.remarks[0]
