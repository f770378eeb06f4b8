"""`nbship run` on real kernels, as a user sees it; what stops before a kernel is in tests/run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARAMETERS = {"tags": ["parameters"]}


def tagged(source: str) -> dict[str, object]:
    return {"source": source, "metadata": PARAMETERS}


def printed(path: Path) -> str:
    """All that the cells printed on stdout."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    outputs = [one for cell in cells for one in cell.get("outputs", [])]
    return "".join("".join(one["text"]) for one in outputs if one.get("name") == "stdout")


def test_values_types_files_and_what_derives_from_them(nbship, notebook, tmp_path):
    path = notebook(
        tagged(
            "from datetime import date\nSTART = date(2024, 1, 1)\nEND: date = date(2024, 1, 3)\n"
            "N = 1\nDAYS = (END - START).days * N"
        ),
        "print(DAYS, type(END).__name__)",
    )
    (tmp_path / "f.toml").write_text("N = 2\nSTART = 2024-01-02\n")
    before = path.read_bytes()
    done = nbship("run", path, "-p", "END", "2024-01-12", "-f", "f.toml", "--json")
    assert (done.code, done.err) == (0, "")
    found = json.loads(done.out)
    assert found["parameters"] == {"START": "2024-01-02", "END": "2024-01-12", "N": 2}
    assert printed(tmp_path / "nb.out.ipynb") == "20 date\n"
    assert path.read_bytes() == before
    # What was written is a notebook that can run again, with other values.
    done = nbship("run", "nb.out.ipynb", "again.ipynb", "-p", "N", "3")
    assert done.code == 0, done.err
    assert printed(tmp_path / "again.ipynb") == "6 date\n"


def test_a_secret_is_nowhere_in_what_is_written(nbship, notebook, tmp_path):
    path = notebook(
        tagged("API_KEY = 'own-value-77'"),
        "print(API_KEY, len(API_KEY))\nprint(API_KEY[:5], end='')\nprint(API_KEY[5:])\nAPI_KEY",
        "import os\nprint([v for v in os.environ.values() if 'given' in v])",
        "raise ValueError('bad ' + API_KEY)",
    )
    done = nbship("run", path, "--html", "-p", "API_KEY", "given-1234567")
    assert done.code == 1
    assert "nb.ipynb:cell 4:1:1: error[NB701] ValueError: bad ****" in done.err
    assert "13\n" in printed(tmp_path / "nb.out.ipynb")
    for file in (tmp_path / "nb.out.ipynb", tmp_path / "nb.out.html"):
        text = file.read_text(encoding="utf-8")
        assert "given-1234567" not in text and "own-value-77" not in text, file
    assert "given-1234567" not in done.out + done.err
    assert sorted(each.name for each in tmp_path.iterdir() if each.name != ".state") == [
        "nb.ipynb",
        "nb.out.html",
        "nb.out.ipynb",
    ]


def test_the_failing_line_is_that_of_the_notebook(nbship, notebook, tmp_path):
    path = notebook("x = 1", tagged("N = 1\n\n\nM = N\nK = 2\nW = 1 / M"))
    done = nbship("run", path, "-p", "N", "0", "--json")
    assert done.code == 1
    assert json.loads(done.out)["diagnostics"][0]["span"] == {"cell": 2, "line": 6, "column": 1}
    assert "ZeroDivisionError" in (tmp_path / "nb.out.ipynb").read_text()


@pytest.mark.parametrize(
    ("source", "options", "code", "words"),
    [
        ("import os\nos._exit(1)", (), 4, "the kernel died in cell 2"),
        ("import os\nos.kill(os.getpid(), 9)", (), 4, "killed in cell 2: most likely it ran out"),
        ("import time\ntime.sleep(60)", ("--cell-timeout", 1), 5, "cell 2 took longer than 1 s"),
        ("import time\ntime.sleep(60)", ("--timeout", 6), 5, "the run took longer than 6 s"),
        (
            "x = b'1' * 900_000_000\nimport time\ntime.sleep(60)",
            ("--max-memory", "400M"),
            6,
            "cell 2 used more than 400 MB of memory",
        ),
        ("import sys\nsys.exit(3)", (), 1, "SystemExit: 3"),
        ("import sys\nsys.exit()", (), 0, ""),
    ],
    ids=["exits", "killed", "cell-timeout", "run-timeout", "memory", "sys-exit-3", "sys-exit"],
)
def test_endings(nbship, notebook, tmp_path, source, options, code, words):
    path = notebook("print('before')", source, "print('after')")
    began = time.monotonic()
    done = nbship("run", path, *options)
    assert (done.code, words in done.err) == (code, True), done.err
    assert time.monotonic() - began < 30
    assert printed(tmp_path / "nb.out.ipynb") == "before\n"


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["INT", "TERM"]
)
def test_signals(notebook, tmp_path, number, code):
    path = notebook("print('before')", "open('running', 'w').close()\nimport time\ntime.sleep(60)")
    process = subprocess.Popen(
        [sys.executable, "-m", "converter", "run", str(path)],
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
    assert printed(tmp_path / "nb.out.ipynb") == "before\n"
    assert "the run was interrupted" in (tmp_path / "nb.out.ipynb").read_text()


@pytest.mark.fast
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-p", "TRESH", "1"), "unknown parameter 'TRESH': did you mean 'THRESH'?"),
        (("-p", "THRESH", "high"), "'high' is not a number (float)"),
        (("-p", "THRESH", "1", "-p", "THRESH", "2"), "given twice"),
        (("nb.ipynb",), "is the notebook itself"),
        (("no/out.ipynb",), "its folder does not exist"),
        (("out.txt",), "the output is a notebook"),
        (("-f", "no.toml"), "cannot be read"),
        (("--kernel", "no-such"), "no kernel 'no-such'"),
        (("--max-memory", "lots"), "'lots' is not a size"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_stops_before_a_kernel_starts(nbship, notebook, tmp_path, arguments, words):
    done = nbship("run", notebook(tagged("THRESH = 0.5"), "print(THRESH)"), *arguments)
    assert (done.code, words in done.err) == (2, True), done.err
    assert not (tmp_path / "nb.out.ipynb").exists()


@pytest.mark.fast
def test_a_cell_that_is_no_python_stops_the_run(nbship, notebook, tmp_path):
    done = nbship("run", notebook("x = 1", "y = (1"))
    assert done.code == 1
    assert "nb.ipynb:cell 2:1:5: error[NB101]" in done.err
    assert not (tmp_path / "nb.out.ipynb").exists()
