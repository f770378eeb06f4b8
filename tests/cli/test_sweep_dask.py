"""`nbship sweep --on dask`: a scheduler and workers of their own on loopback, one killed midway."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from converter.model.settings import Settings
from converter.pipeline import convert
from converter.run.memory import descendants

pytest.importorskip("distributed", reason="dask.distributed is not installed: nbship[dask]")
ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120
CELLS = (
    {"source": "n = 1\npath = 'numbers.csv'", "metadata": {"tags": ["parameters"]}},
    "import time, beside\ntime.sleep(0.5)\nprevious = open('trace.txt').read() "
    "if __import__('os').path.exists('trace.txt') else ''",
    "open('trace.txt', 'w').write(str(n))\nrows = open('numbers.csv').read().split()",
    {
        "source": "score = n * beside.FACTOR + len(rows)\nseen = len(previous)",
        "metadata": {"tags": ["metrics"]},
    },
)


def table(folder: Path) -> list[tuple[str, str, str, str]]:
    rows = list(csv.DictReader((folder / "results.csv").open(newline="", encoding="utf-8")))
    return [(row["n"], row["status"], row["score"], row["seen"]) for row in rows]


@pytest.fixture
def beside(tmp_path: Path) -> None:
    """What the notebook needs beside it."""
    (tmp_path / "beside.py").write_text("FACTOR = 10\n")
    (tmp_path / "numbers.csv").write_text("1\n2\n3\n")


@pytest.mark.fast
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--on", "moon"), "is no place to run"),
        (("--on", "dask://"), "is no place to run"),
        (("--share", "file:///x"), "give --on too"),
        (("--data", "numbers.csv"), "give --on too"),
        (("--on", "dask", "--threads", "2"), "not a cluster's"),
        (("--on", "dask", "--data", "no.csv"), "--data no.csv: does not exist"),
        (("--on", "dask", "--data", "/etc/hosts"), "lies outside of"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_stops_before_anything_runs(nbship, notebook, beside, tmp_path, arguments, words):
    done = nbship("sweep", notebook(*CELLS), "out", "-p", "n", "1", *arguments)
    assert (done.code, words in done.err) == (2, True), done.err
    assert not list(tmp_path.glob("out/runs/*"))


@pytest.mark.parametrize("kind", ["notebook", "job"])
def test_runs_here_can_be_apart_too(nbship, notebook, beside, tmp_path, kind):
    source = notebook(*CELLS, "len(open('more/x.bin', 'rb').read())", name="small.ipynb")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "x.bin").write_bytes(os.urandom(11_000_000))
    more = tmp_path / "more"
    if kind == "job":
        source = project_of(source, tmp_path)
        more.rename(source / "notebooks" / "more")
        more = source / "notebooks" / "more"
    words = ("sweep", source, "out", "-p", "n", "1..3", "--workers", 3, "--apart")
    (tmp_path / "tmp").mkdir()
    done = nbship(*words, "--data", more, TMPDIR=str(tmp_path / "tmp"))
    assert done.code == 0, done.err
    assert table(tmp_path / "out") == [
        (str(n), "complete", str(n * 10 + 3), "0") for n in range(1, 4)
    ]
    assert not list(tmp_path.glob("trace.txt")) + list(tmp_path.glob("small/**/trace.txt"))
    files = [
        file.relative_to(run / "files").as_posix()
        for run in tmp_path.glob("out/runs/*")
        for file in run.rglob("files/**/*")
    ]
    assert files == ["trace.txt"] * 3
    assert not list((tmp_path / "tmp").glob("nbship-*"))
    found = json.loads(nbship("runs", "--where", "n == 2", "--json").out)["runs"][0]
    full = json.loads(nbship("runs", "show", found["id"], "--json").out)["run"]
    kept = [one for one in full["outputs"] if one["path"].endswith("files/trace.txt")]
    assert len(kept) == 1 and Path(kept[0]["path"]).read_text() == "2"


def project_of(path: Path, folder: Path) -> Path:
    """The folder of the job that a notebook becomes."""
    made = convert(str(path), Settings(name="small", deploy=()))
    for name, content in made.project.files.items():
        (folder / "small" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "small" / name).write_bytes(content)
    return folder / "small"


class Cluster:
    """A scheduler and two workers, each in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.scheduler = self.start("scheduler", "--port", "0", "--host", "127.0.0.1")
        self.wait(self.file.exists)
        self.workers = [self.worker(), self.worker()]

    def start(self, what: str, *words: str) -> subprocess.Popen[bytes]:
        module = f"distributed.cli.dask_{what}"
        log = (self.folder / f"{what}.log").open("ab")
        return subprocess.Popen(
            [sys.executable, "-m", module, "--scheduler-file", str(self.file), "--no-dashboard", *words],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )

    def worker(self) -> subprocess.Popen[bytes]:
        here = ("--host", "127.0.0.1", "--local-directory", str(self.folder))
        return self.start("worker", "--nworkers", "1", "--nthreads", "1", *here)

    def wait(self, condition: object) -> None:
        ends = time.monotonic() + SECONDS
        while not condition():  # type: ignore[operator]
            assert time.monotonic() < ends, "\n".join(
                f"{log.name}:\n{log.read_text()[-3000:]}" for log in self.folder.glob("*.log")
            )
            time.sleep(0.1)

    @property
    def address(self) -> str:
        return str(json.loads(self.file.read_text())["address"])

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            for pid in (*descendants(process.pid), process.pid):
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            process.wait(SECONDS)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    (tmp_path / "cluster").mkdir()
    found = Cluster(tmp_path / "cluster")
    try:
        yield found
    finally:
        found.close()


def sweep(tmp_path: Path, *words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "converter", "sweep", *map(str, words)],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "NBSHIP_STORE": str(tmp_path / ".state" / "runs.db"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> bool:
    """Never true of a sweep that goes on; fails with its words where it is over too early."""
    assert process.poll() is None, process.communicate()
    return False


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["notebook", "job"])
def test_a_worker_that_is_killed_costs_no_result(
    nbship, notebook, beside, tmp_path, cluster, kind
):
    source = notebook(*CELLS, name="small.ipynb")
    if kind == "job":
        source = project_of(source, tmp_path)
    process = sweep(tmp_path, source, "out", "-p", "n", "1..14", "--on", cluster.address)
    cluster.wait(lambda: ended(process) or len(list(tmp_path.glob("out/runs/*/outcome.json"))) >= 2)
    victim = cluster.workers.pop()
    for pid in (*descendants(victim.pid), victim.pid):
        os.kill(pid, signal.SIGKILL)
    victim.wait(SECONDS)
    cluster.workers.append(cluster.worker())
    out, err = process.communicate(timeout=10 * SECONDS)
    assert process.returncode == 0, err
    # Every run had a folder of its own: nobody saw what another one wrote.
    assert table(tmp_path / "out") == [
        (str(n), "complete", str(n * 10 + 3), "0") for n in range(1, 15)
    ]
    assert len(list(tmp_path.glob("out/runs/*/*.ipynb"))) == (14 if kind == "notebook" else 0)
    assert not (tmp_path / "trace.txt").exists()
    written = [file.read_text() for file in sorted(tmp_path.glob("out/runs/*/files/trace.txt"))]
    assert written == [str(n) for n in range(1, 15)]
    done = nbship("runs", "--where", "status == 'complete'", "--json", "--limit", 0)
    assert done.out.count('"status": "complete"') == 14
    # The scheduler is gone: the sweep says so, and goes on when there is one again.
    again = sweep(tmp_path, source, "more", "-p", "n", "1..9", "--on", cluster.address)
    cluster.wait(lambda: ended(again) or len(list(tmp_path.glob("more/runs/*/outcome.json"))) >= 1)
    cluster.scheduler.kill()
    out, err = again.communicate(timeout=10 * SECONDS)
    assert (again.returncode, "scheduler is gone" in err) == (2, True), err
    done = nbship("sweep", source, "more", "--resume", "--workers", 2)
    assert done.code == 0, done.err
    assert [row[1] for row in table(tmp_path / "more")] == ["complete"] * 9


@pytest.mark.slow
def test_workers_that_come_late_are_waited_for_and_none_is_told(nbship, notebook, beside, tmp_path, cluster):
    source = notebook(*CELLS, name="small.ipynb")
    for worker in cluster.workers:
        for pid in (*descendants(worker.pid), worker.pid):
            os.kill(pid, signal.SIGKILL)
        worker.wait(SECONDS)
    cluster.workers.clear()
    done = nbship("sweep", source, "none", "-p", "n", "1", "--on", cluster.address)
    assert (done.code, "has no workers" in done.err) == (2, True), done.err
    process = sweep(tmp_path, source, "late", "-p", "n", "1", "--on", cluster.address)
    time.sleep(3)
    cluster.workers.append(cluster.worker())
    out, err = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, out + err


@pytest.mark.slow
def test_a_cluster_of_its_own_and_files_by_reference(nbship, notebook, beside, tmp_path):
    (tmp_path / "large.bin").write_bytes(os.urandom(11_000_000))
    path = notebook(*CELLS, "size = len(open('large.bin', 'rb').read())")
    words = ("sweep", path, "out", "-p", "n", "1..2", "--on", "dask", "--workers", 2)
    done = nbship(*words)
    assert (done.code, "travel by value" in done.err) == (2, True), done.err
    share = (tmp_path / "share").as_uri()
    done = nbship(*words, "--share", share, "--resume")
    assert done.code == 0, done.err
    assert [row[1] for row in table(tmp_path / "out")] == ["complete", "complete"]
    assert list((tmp_path / "share").iterdir()) == []
