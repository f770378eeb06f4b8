"""`nbship sweep` of a generated job: no kernel, the job's own records, and death at any moment."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from converter.model.settings import Settings
from converter.pipeline import convert
from converter.run.memory import descendants
from converter.store.query import selected
from converter.store.store import RunStore, open_store

ROOT = Path(__file__).resolve().parents[2]
CELLS = (
    {
        "source": "alpha = 0.5\nn: int = 1\nkind = 'rbf'\nnames: list[str] = ['a']\nAPI_KEY = ''",
        "metadata": {"tags": ["parameters"]},
    },
    "import os, time\nimport random\ndraw = random.random()\ntime.sleep(0.1)",
    "if n == 13:\n    raise ValueError('unlucky')\nif n == 99:\n    time.sleep(60)\n"
    "if n == 77:\n    os.kill(os.getpid(), 9)\nif n == 55:\n    block = bytearray(400_000_000)\n"
    "    time.sleep(60)\nprint('key', API_KEY)\nprint('nbship metric loss=2\\nnbship metric loss=1')",
    {
        "source": "score = alpha * n + len(names)\n"
        "native = int(os.environ.get('OMP_NUM_THREADS', 0))",
        "metadata": {"tags": ["metrics"]},
    },
)


@pytest.fixture
def project(notebook: Callable[..., Path], tmp_path: Path) -> Path:
    """The folder of a small job."""
    made = convert(str(notebook(*CELLS, name="small.ipynb")), Settings(name="small", deploy=()))
    for name, content in made.project.files.items():
        (tmp_path / "small" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "small" / name).write_bytes(content)
    return tmp_path / "small"


def table(folder: Path) -> list[dict[str, str]]:
    """The results, without what differs from run to run."""
    rows = list(csv.DictReader((folder / "results.csv").open(newline="", encoding="utf-8")))
    other = ("seconds", "run", "output", "draw")
    return [{key: text for key, text in row.items() if key not in other} for row in rows]


def store_in(folder: Path) -> RunStore:
    return open_store(f"sqlite:///{folder / '.state' / 'runs.db'}", make=False)


def test_runs_are_the_jobs_own(nbship, project, tmp_path):
    words = ("sweep", project, "out", "-p", "n", "1,13,77", "-p", "names", '[["a"],["b","c"]]')
    words = (*words, "--workers", 2, "--threads", 3)
    done = nbship(*words, SMALL_N="5", SMALL_API_KEY="given-1234567")
    assert done.code == 1, done.err
    rows = table(tmp_path / "out")
    assert [row["native"] for row in rows] == ["3", "3", "", "", "", ""]
    assert [(row["n"], row["status"], row["score"]) for row in rows] == [
        ("1", "complete", "1.5"),
        ("1", "complete", "2.5"),
        ("13", "failed", ""),
        ("13", "failed", ""),
        ("77", "killed", ""),
        ("77", "killed", ""),
    ]
    assert "cell 3, line 2: ValueError: unlucky" in rows[2]["error"]
    assert "signal 9" in rows[4]["error"]
    store = store_in(tmp_path)
    first = store.records(selected(store, where="point == 1"), whole=True)[0]
    own = json.loads((Path(first.output) / "run.json").read_text())
    assert (first.kind, first.engine, first.name) == ("job", "job", "small")
    assert own["metrics"]["score"] == first.metrics["score"] == 1.5
    assert own["parameters"] == dict(first.parameters)
    assert own["parameters"]["API_KEY"] == "**********"
    assert first.metrics["loss"] == 1 and [one.name for one in first.steps]
    assert {one.path for one in first.outputs} >= {"metrics.json"}
    draws = {row["draw"] for row in csv.DictReader((tmp_path / "out" / "results.csv").open())}
    assert len(draws - {""}) == 2, "two runs drew the same random number"


def test_limits(nbship, project, tmp_path):
    words = ("sweep", project, "out", "-p", "n", "1,99,55", "--workers", 3)
    done = nbship(*words, "--timeout", 5, "--max-memory", "300M", "--retries", 1)
    assert done.code == 1, done.err
    rows = table(tmp_path / "out")
    assert [row["status"] for row in rows] == ["complete", "timeout", "out-of-memory"]
    assert "took longer than 5 s" in rows[1]["error"] and "300 MB" in rows[2]["error"]
    assert len(store_in(tmp_path).records(selected(store_in(tmp_path)))) == 5


def test_a_secret_is_nowhere_in_what_is_written(nbship, project, tmp_path):
    (tmp_path / "s.toml").write_text('API_KEY = "given-1234567"\n')
    done = nbship("sweep", project, "out", "-p", "n", "1,13", "-f", "s.toml", "--html")
    assert done.code == 1, done.err
    printed = next((tmp_path / "out" / "runs").glob("0001-*/stdout.txt")).read_text()
    assert printed.startswith("key ****")
    for file in [*(tmp_path / "out").rglob("*"), tmp_path / ".state" / "runs.db"]:
        assert not file.is_file() or b"given-1234567" not in file.read_bytes(), file
    assert "given-1234567" not in done.out + done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-p", "n", "1,many"), "'many' is not a whole number"),
        (("-p", "m", "1"), "unknown parameter 'm'"),
        (("-p", "names", '["a"]'), "write [[...], [...]]"),
        (("-p", "n", "1", "--workdir", "no-such"), "is no folder"),
        (("-p", "n", "1", "--python", "/no/python"), "cannot be started"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_stops_before_anything_runs(nbship, project, tmp_path, arguments, words):
    done = nbship("sweep", project, "out", *arguments)
    assert (done.code, words in done.err) == (2, True), done.err
    assert not (tmp_path / "out" / "sweep.json").exists()


def test_the_job_itself_has_the_last_word_on_values(nbship, project, tmp_path):
    file = project / "src" / "small" / "parameters.py"
    text = file.read_text().replace("    n: int = 1\n", "    n: Annotated[int, Field(ge=0)] = 1\n")
    text = text.replace("from typing import Any", "from typing import Annotated, Any")
    file.write_text(text.replace("from pydantic import ", "from pydantic import Field, "))
    done = nbship("sweep", project, "out", "-p", "n", "0..1", "-p", "alpha", "1,2")
    assert done.code == 0, done.err
    done = nbship("sweep", project, "bad", "-p", "n", "1..-1")
    assert (done.code, "point 3: parameter n: " in done.err) == (2, True), done.err


def test_a_job_that_cannot_be_imported_and_folders_that_are_no_job(nbship, project, tmp_path):
    (project / "src" / "small" / "pipeline.py").write_text("import no_such_module\n")
    done = nbship("sweep", project, "out", "-p", "n", "1")
    assert (done.code, "No module named 'no_such_module'" in done.err) == (2, True), done.err
    (tmp_path / "plain").mkdir()
    done = nbship("sweep", tmp_path / "plain", "out", "-p", "n", "1")
    assert (done.code, "no project that nbship wrote" in done.err) == (2, True), done.err
    (project / ".nbship" / "provenance.json").write_text("{")
    assert "is damaged" in nbship("sweep", project, "out", "-p", "n", "1").err


def test_a_project_that_starts_threads_is_not_forked(nbship, project, tmp_path):
    file = project / "src" / "small" / "pipeline.py"
    start = "import threading, time\nthreading.Thread(target=time.sleep, args=(99,), daemon=True).start()\n"
    text = file.read_text()
    at = text.index("from dataclasses")
    file.write_text(text[:at] + start + text[at:])
    done = nbship("sweep", project, "out", "-p", "n", "1,13,77", "--workers", 2)
    assert [row["status"] for row in table(tmp_path / "out")] == ["complete", "failed", "killed"]
    assert done.code == 1, done.err


def alive(pids: list[int]) -> list[int]:
    """Those of the processes that still run."""
    found = []
    for pid in pids:
        try:
            state = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        found += [pid] if state != "Z" else []
    return found


def kill_one(
    victim: str, process: subprocess.Popen[bytes], folder: Path, chance: random.Random
) -> None:
    """Kill the server, a run or nothing, some time after two more runs have ended."""
    before = len(list(folder.glob("runs/*/outcome.json")))
    while len(list(folder.glob("runs/*/outcome.json"))) < before + 2:
        assert process.poll() is None, "the sweep ended before it could be killed"
        time.sleep(0.02)
    time.sleep(chance.uniform(0, 0.2))
    below = descendants(process.pid)
    for pid in {"server": below[:1], "run": below[1:][-1:], "": []}[victim]:
        with suppress(ProcessLookupError):  # it may have ended just now
            os.kill(pid, signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")
def test_death_at_random_moments_changes_no_result(nbship, project, tmp_path):
    axes = ("-p", "n", "1..13", "-p", "alpha", "1..6", "--workers", "2")
    assert nbship("sweep", project, "calm", *axes).code == 1  # point 13 is unlucky
    chance = random.Random(7)
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "NBSHIP_STORE": str(tmp_path / ".state" / "runs.db"),
    }
    command = [sys.executable, "-m", "converter", "sweep", str(project), "killed", *axes]
    for victims in ("run", ""), ("", ""), ("server", ""), ("server", "run"):
        resume = ["--resume"] if (tmp_path / "killed" / "sweep.json").exists() else []
        process = subprocess.Popen(
            [*command, *resume], cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL
        )
        for victim in victims:
            kill_one(victim, process, tmp_path / "killed", chance)
        below = descendants(process.pid)
        process.kill()
        process.wait(30)
        ends = time.monotonic() + 30
        while alive(below) and time.monotonic() < ends:
            time.sleep(0.1)
        assert alive(below) == [], "a run outlived its sweep"
    done = nbship("sweep", project, "killed", "--resume", "--workers", 2)
    assert done.code == 1, done.err
    assert table(tmp_path / "killed") == table(tmp_path / "calm")
    store = store_in(tmp_path)
    manifest = json.loads((tmp_path / "killed" / "sweep.json").read_text())
    complete = store.records(
        selected(store, where="status == 'complete'", sweep=manifest["id"], sort="point")
    )
    assert sorted({one.point for one in complete}) == list(range(1, 73))


def test_an_interrupted_sweep_says_so_and_goes_on(nbship, project, tmp_path):
    command = [sys.executable, "-m", "converter", "sweep", str(project), "out"]
    process = subprocess.Popen(
        [*command, "-p", "n", "1,99,2", "-p", "alpha", "1,2"],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "NBSHIP_STORE": str(tmp_path / ".state" / "runs.db"),
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    while len(list((tmp_path / "out").glob("runs/*"))) < 3 and process.poll() is None:
        time.sleep(0.05)
    time.sleep(0.5)
    below = descendants(process.pid)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, "interrupted" in err, "Traceback" in err) == (130, True, False), err
    assert alive(below) == []
    rows = table(tmp_path / "out")
    assert [row["status"] for row in rows] == ["complete", "complete", "", "", "", ""]
    store = store_in(tmp_path)
    found = [one.status for one in store.records(selected(store, sort="started"))]
    assert sorted(found) == ["complete", "complete", "interrupted"]
