"""`nbship search`: over a generated job, which is quick, and over a notebook."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from converter.model.settings import Settings
from converter.pipeline import convert
from converter.store.query import selected
from converter.store.store import open_store

pytest.importorskip("optuna", reason="Optuna is not installed: nbship[search]")
ROOT = Path(__file__).resolve().parents[2]
CELLS = (
    {
        "source": "alpha = 0.1  # search: 1e-4..1 log\ndepth: int = 3\nkind = 'rbf'\n"
        "layers: list[int] = [8]\nAPI_KEY = ''",
        "metadata": {"tags": ["parameters"]},
    },
    "import math, time\n"
    "loss = (math.log10(alpha) + 2) ** 2 + abs(depth - 5) + (kind != 'rbf') + len(layers)\n"
    "for step in range(4):\n"
    "    print(f'nbship metric score={-loss - 3 + step} step={step}', flush=True)\n"
    "    time.sleep(0.15 if loss > 9 else 0.01)\n"
    "if depth == 13:\n    raise ValueError('unlucky')",
    {"source": "score = -loss", "metadata": {"tags": ["metrics"]}},
    "from sklearn.linear_model import Ridge\nmodel = Ridge(alpha=alpha, max_iter=50)",
)
SPACE = ("-p", "depth", "int(2,12)", "-p", "kind", "choice(rbf,linear)")


@pytest.fixture
def path(notebook: Callable[..., Path]) -> Path:
    return notebook(*CELLS[:3], name="small.ipynb")


@pytest.fixture
def project(path: Path, tmp_path: Path) -> Path:
    """The folder of a small job."""
    made = convert(str(path), Settings(name="small", deploy=()))
    for name, content in made.project.files.items():
        (tmp_path / "small" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "small" / name).write_bytes(content)
    return tmp_path / "small"


def rows(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((folder / "results.csv").open(newline="", encoding="utf-8")))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "needs a metric"),
        (("--metric", "score", "-p", "depht", "int(2,12)"), "did you mean 'depth'?"),
        (("--metric", "score", "-p", "depth", "float(0,1)"), "fractions do not fit its type"),
        (("--metric", "score", "-p", "depth", "choice(2,many)"), "'many' is not a whole number"),
        (("--metric", "score", "-p", "API_KEY", "choice(a,b)"), "is a secret"),
        (("--metric", "score", "-p", "depth", "int(2,3)", "-f", "f.json"), "is searched, and a file"),
        (("--metric", "score", "--resume"), "holds no search"),
        (("--metric", "score", "--trials", "0"), "--trials"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_stops_before_anything_runs(nbship, path, tmp_path, arguments, words):
    (tmp_path / "f.json").write_text('{"depth": 3}')
    done = nbship("search", path, *arguments)
    assert (done.code, words in done.err) == (2, True), done.err
    assert not list(tmp_path.glob("small.search/runs/*"))


def test_a_notebook_without_ranges_is_told_how_to_give_some(nbship, notebook):
    done = nbship("search", notebook("x = 1"), "--metric", "score")
    assert (done.code, "nothing is searched" in done.err, "--suggest" in done.err) == (2, True, True)


def test_a_search_over_a_job_and_its_best_values(nbship, path, project, tmp_path):
    words = ("search", project, *SPACE, "-p", "layers", "[[8], [8, 8]]", "--metric", "score")
    (tmp_path / "s.toml").write_text('API_KEY = "given-1234567"\n')
    done = nbship(*words, "--trials", 12, "--workers", 2, "--seed", 5, "-f", "s.toml", "--tag", "t")
    assert done.code == 0, done.err
    assert "best score=" in done.out and "[12/12] " in done.err
    folder = tmp_path / "small.search"
    found = rows(folder)
    assert [row["point"] for row in found] == [str(number) for number in range(1, 13)]
    assert {row["status"] for row in found} <= {"complete", "pruned"}
    complete = [row for row in found if row["status"] == "complete"]
    best = json.loads((folder / "best.json").read_text())
    top = max(complete, key=lambda row: float(row["score"]))
    assert (str(best["depth"]), best["kind"]) == (top["depth"], top["kind"])
    assert set(best) == {"alpha", "depth", "kind", "layers"}
    assert b"given-1234567" not in b"".join(
        file.read_bytes() for file in [*folder.rglob("*"), *tmp_path.glob(".state/*")] if file.is_file()
    )
    # The best values are a parameter file for the notebook and for the job.
    ran = nbship("run", path, "-f", folder / "best.json", "-p", "API_KEY", "x", "--json")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["parameters"]["depth"] == best["depth"]
    job = subprocess.run(
        [sys.executable, "-m", "small", "run", "--params", str(folder / "best.json")],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(project / "src"), "SMALL_API_KEY": "x"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert job.returncode == 0, job.stderr
    made = next(tmp_path.glob("runs/*/metrics.json"))
    assert json.loads(made.read_text())["score"] == float(top["score"])
    # More trials, in the same folder: what was done is known.
    again = nbship(*words, "--trials", 15, "-f", "s.toml", "--resume", "--json")
    assert again.code == 0, again.err
    assert sum(json.loads(again.out)["statuses"].values()) == 15
    assert [row["run"] for row in rows(folder)][:12] == [row["run"] for row in found]
    for other, told in (
        (("--direction", "minimize"), "the direction is not"),
        (("-p", "alpha", "float(0,1)"), "the ranges are not"),
    ):
        refused = nbship(*words, *other, "-f", "s.toml", "--resume")
        assert (refused.code, told in refused.err) == (2, True), refused.err
    store = open_store(f"sqlite:///{tmp_path / '.state' / 'runs.db'}")
    records = store.records(selected(store, where="'t' in tags"), whole=True)
    assert len(records) == 12 and len({one.sweep for one in records}) == 1
    pruned = [one for one in records if one.status == "pruned"]
    # A run may have told its last value before it hears that it is stopped.
    assert all(one.history and "score" in one.metrics for one in pruned)
    assert all(len(one.history) == 4 for one in records if one.status == "complete")


def test_a_search_over_a_notebook_stops_runs_that_fall_behind(nbship, notebook, tmp_path):
    path = notebook(
        {"source": "x = 1", "metadata": {"tags": ["parameters"]}},
        "import time\nfor step in range(3):\n"
        "    print(f'nbship metric score={-x + step / 10} step={step}')\n"
        "    time.sleep(0.3)\nprint('end')",
        {"source": "score = -x", "metadata": {"tags": ["metrics"]}},
    )
    words = ("search", path, "-p", "x", "int(1,60)", "--metric", "score", "-o", "out")
    done = nbship(*words, "--sampler", "random", "--seed", 3, "--trials", 9, "--workers", 2)
    assert done.code == 0, done.err
    pruned = [row for row in rows(tmp_path / "out") if row["status"] == "pruned"]
    assert pruned
    for row in pruned:
        text = Path(row["output"]).read_text()
        assert "stopped at step" in text and '"end\\n"' not in text


def test_failing_runs_and_a_metric_that_is_not_reported(nbship, project, tmp_path):
    words = ("search", project, "-p", "depth", "choice(13)", "--metric", "score", "-o", "out")
    done = nbship(*words, "--trials", 3)
    assert (done.code, "no run was complete" in done.out) == (1, True), done.err
    assert not (tmp_path / "out" / "best.json").exists()
    done = nbship("search", project, *SPACE, "--metric", "scoer", "-o", "other")
    assert (done.code, "reports no metric 'scoer'" in done.err) == (2, True), done.err
    assert "score" in done.err and len(rows(tmp_path / "other")) == 1


@pytest.mark.slow
def test_death_at_any_moment_and_a_store_without_the_study(nbship, project, tmp_path):
    command = [sys.executable, "-m", "converter", "search", str(project), *SPACE]
    command += ["--metric", "score", "--trials", "30", "--workers", "2", "-o", "out"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "NBSHIP_STORE": str(tmp_path / ".state" / "runs.db"),
    }
    for resume in ([], ["--resume"]):
        before = len(list(tmp_path.glob("out/runs/*/outcome.json")))
        process = subprocess.Popen(
            [*command, *resume], cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL
        )
        while len(list(tmp_path.glob("out/runs/*/outcome.json"))) < before + 4:
            assert process.poll() is None, "the search ended before it could be killed"
            time.sleep(0.02)
        process.kill()
        process.wait(30)
    (tmp_path / ".state" / "runs.db").unlink()
    done = nbship(*command[3:], "--resume")
    assert done.code == 0, done.err
    assert len(rows(tmp_path / "out")) == 30
    assert all(row["status"] in ("complete", "pruned") for row in rows(tmp_path / "out"))
    store = open_store(f"sqlite:///{tmp_path / '.state' / 'runs.db'}")
    ended = store.records(selected(store, where="status in ('complete', 'pruned')"))
    assert len(ended) == 30
    # Without a store the study lies in the search's folder.
    done = nbship("search", project, *SPACE, "--metric", "score", "-o", "o2", "--trials", 2, "--no-store")
    assert (done.code, (tmp_path / "o2" / "study.db").exists()) == (0, True), done.err


def test_suggestions(nbship, notebook):
    path = notebook(*CELLS)
    done = nbship("search", path, "--suggest")
    assert done.code == 0, done.err
    assert "cell 1, line 1" in done.out and "float(1e-05,10,log)" in done.out
    assert "-p alpha 'float(1e-05,10,log)'" in done.out
    found = json.loads(nbship("search", path, "--suggest", "--json").out)["suggestions"]
    assert [(one["argument"], one["parameter"]) for one in found] == [("alpha", "alpha")]
    assert "no literal" in nbship("search", notebook("x = 1", name="x.ipynb"), "--suggest").out
