"""`nbship run --engine warm` as a user sees it: the same outcomes, codes and files as with papermill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from warm_runs import printed, runs_still

ROOT = Path(__file__).resolve().parents[2]
PARAMETERS = {"tags": ["parameters"]}


def texts(path: Path) -> str:
    return "".join(printed(nbformat.read(path, 4)))


@pytest.mark.parametrize("engine", ["warm", "warm-zmq"])
def test_values_and_secrets_reach_the_run(nbship, notebook, tmp_path, engine):
    path = notebook(
        {"source": "N = 1\nAPI_KEY = 'x'", "metadata": PARAMETERS},
        "import os, decimal\nprint(N, len(API_KEY), [n for n in os.environ if 'SECRET' in n])\n"
        "processes = os.getpid(), os.getppid()\n"
        "assert not [p for p in processes if 'given' in open(f'/proc/{p}/environ').read()]",
        "API_KEY",
    )
    done = nbship(
        "run", path, "--engine", engine, "-p", "N", 3, "-p", "API_KEY", "given-1234567", "--json"
    )
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["fallback"] == []
    assert texts(tmp_path / "nb.out.ipynb") == "3 13 []\n"
    assert "given-1234567" not in (tmp_path / "nb.out.ipynb").read_text()


@pytest.mark.parametrize(
    ("source", "options", "code", "words"),
    [
        ("1 / 0", (), 1, "cell 2:1:1: error[NB701] ZeroDivisionError"),
        ("import os\nos._exit(1)", (), 4, "the kernel died in cell 2"),
        ("import os\nos.kill(os.getpid(), 9)", (), 4, "killed in cell 2: most likely it ran out"),
        ("import time\ntime.sleep(60)", ("--cell-timeout", 1), 5, "cell 2 took longer than 1 s"),
        (
            "x = b'1' * 900_000_000\nimport time\ntime.sleep(60)",
            ("--max-memory", "400M"),
            6,
            "cell 2 used more than 400 MB",
        ),
        ("import sys\nsys.exit()", (), 0, ""),
    ],
    ids=["fails", "exits", "killed", "cell-timeout", "memory", "sys-exit"],
)
def test_endings(nbship, notebook, tmp_path, source, options, code, words):
    done = nbship(
        "run", notebook("print('before')", source, "print('x')"), "--engine", "warm", *options
    )
    assert (done.code, words in done.err) == (code, True), done.err
    assert texts(tmp_path / "nb.out.ipynb") == "before\n"


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["INT", "TERM"]
)
def test_signals(notebook, tmp_path, number, code):
    path = notebook(
        "import os\nprint('before')\nopen('pids', 'w').write(f'{os.getpid()} {os.getppid()}')",
        "os.rename('pids', 'running')\nimport time\ntime.sleep(60)",
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "converter", "run", str(path), "--engine", "warm"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not (tmp_path / "running").exists() and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == code
    assert "Traceback" not in err
    assert texts(tmp_path / "nb.out.ipynb") == "before\n"
    assert "the run was interrupted" in (tmp_path / "nb.out.ipynb").read_text()
    assert not any(map(runs_still, map(int, (tmp_path / "running").read_text().split())))


def test_a_package_beside_the_notebook_makes_it_fall_back(nbship, notebook, tmp_path):
    (tmp_path / "markupsafe.py").write_text("print('mine')")
    path = notebook("import jinja2", "print('end')")
    done = nbship("run", path, "--engine", "warm")
    assert done.code == 1
    assert "mine" in texts(tmp_path / "nb.out.ipynb")
    done = nbship("run", notebook("import json, markupsafe"), "--engine", "warm")
    assert done.code == 0
    assert texts(tmp_path / "nb.out.ipynb") == "mine\n"


def test_what_cannot_be_foreseen_is_refused_with_a_remedy(nbship, notebook, tmp_path):
    (tmp_path / "settings.py").write_text("import os\nos.environ['MPLCONFIGDIR'] = '.'")
    path = notebook("import settings", "import matplotlib", "print('end')")
    done = nbship("run", path, "--engine", "warm")
    assert done.code == 2
    assert "cell 2: a warm kernel cannot go on: the notebook sets MPLCONFIGDIR" in done.err
    assert "--engine papermill runs it" in done.err
