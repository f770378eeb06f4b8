"""`nbship sweep` of a notebook on real kernels; what stops before a kernel comes first."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from converter.run.memory import descendants
from converter.store.query import selected
from converter.store.store import open_store

ROOT = Path(__file__).resolve().parents[2]
PARAMETERS = {"tags": ["parameters"]}
CELLS = (
    {
        "source": "alpha = 0.5\nseed: int = 1\nkind = 'rbf'\nnames: list[str] = ['a']",
        "metadata": PARAMETERS,
    },
    "if alpha > 5:\n    raise ValueError('too much')",
    {"source": "score = alpha * seed", "metadata": {"tags": ["metrics"]}},
)


def table(folder: Path) -> list[dict[str, str]]:
    """The results, without what differs from run to run."""
    rows = list(csv.DictReader((folder / "results.csv").open(newline="", encoding="utf-8")))
    return [
        {key: text for key, text in row.items() if key not in ("seconds", "run", "output")}
        for row in rows
    ]


@pytest.mark.fast
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-p", "alpah", "1"), "did you mean 'alpha'?"),
        (("-p", "alpha", "1,high", "-p", "seed", "1.5"), "'high' is not a number"),
        (("-p", "alpha", "1", "-p", "alpha", "2"), "given twice"),
        (("-p", "names", '["a", "b"]'), "write [[...], [...]]"),
        (("-p", "alpha", "1,1.0"), "are the same"),
        (("--grid", "g.csv"), "cannot be read"),
        (("--resume",), "is no sweep's folder"),
        (("--workers", "0"), "--workers"),
        (("-f", "none.toml"), "cannot be read"),
        (("--kernel", "no-such"), "no kernel 'no-such'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_stops_before_anything_runs(nbship, notebook, tmp_path, arguments, words):
    done = nbship("sweep", notebook(*CELLS), "out", *arguments)
    assert (done.code, words in done.err) == (2, True), done.err
    assert not list(tmp_path.glob("out/runs/*"))


@pytest.mark.fast
def test_secrets_are_not_swept(nbship, notebook):
    path = notebook({"source": "API_KEY = ''\nn = 1", "metadata": PARAMETERS})
    done = nbship("sweep", path, "out", "-p", "API_KEY", "secret-1234")
    assert (done.code, "is a secret" in done.err, "secret-1234" in done.err) == (2, True, False)


@pytest.mark.fast
def test_a_folder_with_something_in_it_is_left_alone(nbship, notebook, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("x")
    done = nbship("sweep", notebook(*CELLS), "out", "-p", "alpha", "1")
    assert (done.code, "is not empty" in done.err) == (2, True)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) in (["mine"], [".lock", "mine"])


@pytest.mark.fast
def test_a_file_is_no_folder_for_a_sweep(nbship, notebook, tmp_path):
    (tmp_path / "out").write_text("x")
    for folder in ("out", "out/below"):
        done = nbship("sweep", notebook(*CELLS), folder, "-p", "alpha", "1")
        assert (done.code, f"{folder}: not a folder\n  hint: name another OUTDIR" in done.err) == (2, True)
    assert (tmp_path / "out").read_text() == "x"


def test_a_sweep_its_table_records_and_resumption(nbship, notebook, tmp_path):
    path = notebook(*CELLS)
    (tmp_path / "g.csv").write_text("alpha,kind\n1,\"a,b\"\n6,rbf\n")
    words = ("sweep", path, "out", "--grid", "g.csv", "-p", "seed", "1..2", "--workers", 2)
    done = nbship(*words, "--tag", "grid")
    assert done.code == 1, done.err
    assert "sweep " in done.out and "2 complete, 2 failed" in done.out
    assert done.err.splitlines()[0] == "4 points" and "[4/4] " in done.err
    failed = {"status": "failed", "score": "", "error": "cell 2, line 2: ValueError: too much"}
    good = {"status": "complete", "error": ""}
    assert table(tmp_path / "out") == [
        {"point": "1", "alpha": "1.0", "kind": "a,b", "seed": "1", "score": "1.0", **good},
        {"point": "2", "alpha": "1.0", "kind": "a,b", "seed": "2", "score": "2.0", **good},
        {"point": "3", "alpha": "6.0", "kind": "rbf", "seed": "1", **failed},
        {"point": "4", "alpha": "6.0", "kind": "rbf", "seed": "2", **failed},
    ]
    store = open_store(f"sqlite:///{tmp_path / '.state' / 'runs.db'}")
    records = store.records(selected(store, where="'grid' in tags", sort="point"), whole=True)
    assert [(one.status, one.point) for one in records] == [
        ("complete", 1),
        ("complete", 2),
        ("failed", 3),
        ("failed", 4),
    ]
    assert records[0].parameters == {"alpha": 1.0, "kind": "a,b", "seed": 1, "names": ["a"]}
    assert Path(records[0].output).is_file() and records[0].outputs[0].sha256
    before = table(tmp_path / "out")
    again = nbship("sweep", path, "out", "--resume", "--json", "--fail-fast")
    found = json.loads(again.out)
    assert (again.code, again.err) == (1, "")
    assert (found["statuses"], found["left"]) == ({"complete": 2, "failed": 1}, 1)
    assert table(tmp_path / "out")[:2] == before[:2]
    other = nbship("sweep", path, "out", "-p", "alpha", "1..3", "--resume")
    assert (other.code, "the grid is another one" in other.err) == (2, True)
    notebook(*CELLS, "print('edited')")
    other = nbship("sweep", path, "out", "--resume")
    assert (other.code, "is not the one that this sweep began with" in other.err) == (2, True)
    other = nbship("sweep", path, "out", "-p", "alpha", "1")
    assert (other.code, "holds a sweep already" in other.err) == (2, True)


@pytest.mark.parametrize("engine", ["warm", "papermill"])
def test_runs_side_by_side_share_the_cores(nbship, notebook, tmp_path, engine):
    path = notebook(
        {"source": "n = 1", "metadata": PARAMETERS},
        "import numpy as np\nfrom threadpoolctl import threadpool_info\nnp.ones((2, 2)) @ np.ones(2)",
        {
            "source": "blas = max(pool['num_threads'] for pool in threadpool_info())",
            "metadata": {"tags": ["metrics"]},
        },
    )
    words = ("sweep", path, "out", "-p", "n", "1..2", "--engine", engine, "--workers", 2)
    assert nbship(*words, "--threads", 1).code == 0
    assert [row["blas"] for row in table(tmp_path / "out")] == ["1", "1"]
    assert "OMP_NUM_THREADS" not in os.environ


def test_limits_retries_and_a_secret_for_all_runs(nbship, notebook, tmp_path):
    path = notebook(
        {"source": "API_KEY = 'own-value-77'\nn = 1", "metadata": PARAMETERS},
        "import os, pathlib, time\nmark = pathlib.Path(f'tried-{n}')\n"
        "first = not mark.exists()\nmark.touch()",
        "if n == 1 and first:\n    os._exit(3)\n"
        "if n == 2:\n    time.sleep(60)\nlength = len(API_KEY)",
        {"source": "size = length", "metadata": {"tags": ["metrics"]}},
    )
    (tmp_path / "s.toml").write_text('API_KEY = "given-1234567"\n')
    words = ("sweep", path, "out", "-p", "n", "1..2", "-f", "s.toml", "--workers", 2)
    done = nbship(*words, "--retries", 1, "--cell-timeout", 4)
    assert done.code == 1, done.err
    rows = table(tmp_path / "out")
    assert [(row["status"], row["size"]) for row in rows] == [("complete", "13"), ("timeout", "")]
    store = open_store(f"sqlite:///{tmp_path / '.state' / 'runs.db'}")
    tries = [(one.point, one.status) for one in store.records(selected(store, sort="started"))]
    assert sorted(tries) == [(1, "complete"), (1, "killed"), (2, "timeout"), (2, "timeout")]
    files = [*(tmp_path / "out").rglob("*.*"), tmp_path / ".state" / "runs.db"]
    for file in files:
        content = file.read_bytes() if file.is_file() else b""
        assert b"given-1234567" not in content and b"own-value-77" not in content, file
    done = nbship("sweep", path, "out", "--resume")
    assert (done.code, "API_KEY" in done.err) == (2, True), done.err


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")
@pytest.mark.parametrize("engine", ["papermill", "warm"])
def test_death_at_random_moments_changes_no_result(nbship, notebook, tmp_path, engine):
    path = notebook(CELLS[0], "import time\ntime.sleep(1)", *CELLS[1:])
    axes = ("-p", "alpha", "1,2,6", "-p", "seed", "1..5", "--workers", "2", "--engine", engine)
    assert nbship("sweep", path, "calm", *axes).code == 1  # 6 is too much
    chance = random.Random(11)
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "NBSHIP_STORE": str(tmp_path / ".state" / "runs.db"),
    }
    command = [sys.executable, "-m", "converter", "sweep", str(path), "killed", *axes]
    for _ in range(2):
        resume = ["--resume"] if (tmp_path / "killed" / "sweep.json").exists() else []
        process = subprocess.Popen(
            [*command, *resume], cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL
        )
        before = len(list(tmp_path.glob("killed/runs/*/outcome.json")))
        while len(list(tmp_path.glob("killed/runs/*/outcome.json"))) < before + 1:
            assert process.poll() is None, "the sweep ended before it could be killed"
            time.sleep(0.05)
        time.sleep(chance.uniform(0, 0.5))
        below = descendants(process.pid)
        if below:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(below), signal.SIGKILL)
        time.sleep(chance.uniform(0, 0.5))
        below = descendants(process.pid)
        process.kill()
        process.wait(30)
        ends = time.monotonic() + 30
        while [pid for pid in below if Path(f"/proc/{pid}/environ").exists()]:
            assert time.monotonic() < ends, "a kernel outlived its sweep"
            time.sleep(0.1)
    done = nbship("sweep", path, "killed", "--resume", "--workers", 2, "--engine", engine)
    assert done.code == 1, done.err
    assert table(tmp_path / "killed") == table(tmp_path / "calm")
