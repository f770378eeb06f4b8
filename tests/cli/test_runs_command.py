"""`nbship runs`: what it lists, shows and refuses, as a user sees it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from store_records import a_record, full_record

from converter.store.query import selected
from converter.store.store import open_store


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A store with three runs."""
    store = open_store(f"sqlite:///{tmp_path / 'three.db'}")
    store.put(
        [
            full_record(),
            a_record("20260101T000000Z-aaaaaaaa", parameters={"alpha": 1}, metrics={"accuracy": 0.5}),
            a_record("20260101T000000Z-bbbbbbbb", started=1.7e9 + 9, parameters={"alpha": 2}),
        ]
    )
    return tmp_path / "three.db"


def test_no_store_has_no_runs(nbship, tmp_path):
    done = nbship("runs", NBSHIP_STORE="", XDG_DATA_HOME=str(tmp_path))
    assert (done.code, done.out, done.err) == (0, "runs\n  no runs yet\n", "")
    assert not (tmp_path / "nbship").exists()
    assert json.loads(nbship("runs", "--json", NBSHIP_STORE="", HOME=str(tmp_path)).out)["runs"] == []


def test_a_named_store_that_is_not_there_is_a_slip(nbship, tmp_path):
    done = nbship("runs", "--store", tmp_path / "no.db")
    assert (done.code, "there is no run store" in done.err) == (2, True)
    assert not (tmp_path / "no.db").exists()


def test_a_list(nbship, filled):
    done = nbship("runs", "--store", filled, "--columns", "id,alpha,accuracy,status", "--limit", 2)
    lines = [line.split() for line in done.out.splitlines()]
    assert lines == [
        ["runs"],
        ["id", "alpha", "accuracy", "status"],
        ["20260101T000000Z-bbbbbbbb", "2", "complete"],
        ["20260101T000000Z-aaaaaaaa", "1", "0.5", "complete"],
        "the first 2; --limit 0 shows all".split(),
    ]


def test_a_filter_and_an_order_as_json(nbship, filled):
    done = nbship("runs", "--where", "alpha < 2", "--sort", "-accuracy", "--json", "--store", filled)
    found = json.loads(done.out)
    assert [run["metrics"]["accuracy"] for run in found["runs"]] == [0.9, 0.5]
    assert found["more"] is False


def test_one_run(nbship, filled):
    done = nbship("runs", "show", "00000001", "--store", filled, "--packages")
    for words in (
        "stage train, cell 4, line 2: ValueError: no such thing",
        "files were edited since",
        "accuracy",
        '["a", {"b": 1}]',
        "out.ipynb",
        "numpy",
        "s1, point 3",
    ):
        assert words in done.out, words
    found = json.loads(nbship("runs", "--store", filled, "show", "00000001", "--json").out)
    assert found["run"]["error"]["line"] == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--where", "acuracy > 1"), "did you mean accuracy?"),
        (("--where", "accuracy = 1"), "        ^"),
        (("--sort", "nobody"), "no run has a 'nobody'"),
        (("--columns", "id,,x"), "a name is empty"),
        (("shwo", "1"), "did you mean 'show'?"),
        (("show", "zz"), "there is no run 'zz'"),
        (("show", "2026"), "more than one run"),
        (("--where", "alpha > 1", "show", "1"), "stand after the subcommand"),
        (("--limit", "-1"), "--limit"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_is_refused(nbship, filled, arguments, words):
    done = nbship("runs", *arguments, NBSHIP_STORE=str(filled))
    assert (done.code, words in done.err) == (2, True), done.err


def test_text_of_a_run_cannot_steer_the_terminal(nbship, tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'x.db'}")
    store.put([a_record(name="\x1b[31mred\nline", parameters={"\u202ex": "\x07"})])
    done = nbship("runs", "--store", tmp_path / "x.db")
    assert "\x1b" not in done.out and "\u202e" not in done.out and len(done.out.splitlines()) == 3


def test_a_run_whose_process_is_gone_is_interrupted(nbship, tmp_path):
    import socket

    store = open_store(f"sqlite:///{tmp_path / 'x.db'}")
    gone = 4194303  # above every process id of Linux's default
    store.put(
        [
            a_record("dead", status="running", host=socket.gethostname(), pid=gone),
            a_record("elsewhere", status="running", host="another", pid=gone),
        ]
    )
    assert nbship("runs", "--store", tmp_path / "x.db").code == 0
    found = {one.id: one.status for one in store.records(selected(store))}
    assert found == {"dead": "interrupted", "elsewhere": "running"}


def recorded(folder: Path) -> list:
    """The records of the tests' own store."""
    store = open_store(f"sqlite:///{folder / '.state' / 'runs.db'}", make=False)
    return store.records(selected(store, sort="started"), whole=True)


def test_runs_are_recorded_with_metrics_and_without_secrets(
    nbship: Callable, notebook: Callable, tmp_path: Path
) -> None:
    path = notebook(
        {"source": "N = 2\nAPI_KEY = 'own-value-77'", "metadata": {"tags": ["parameters"]}},
        {"source": "acc = N / 4\nwords = 'x'", "metadata": {"tags": ["metrics"]}},
        {"source": "acc = 99\nlast = 7", "metadata": {"tags": ["output:last,words"]}},
        "from IPython.display import display\n"
        "record = {'name': 'f1', 'data': 0.25, 'encoder': 'json', 'version': 1}\n"
        "display({'application/scrapbook.scrap.json+json': record}, raw=True)\n"
        "print('nbship metric loss=3 step=1\\nnbship metric loss=2 step=2')\n"
        "print('In' in globals() and len(In))",
        "last = 8",
        "1 / (2 - N)",
    )
    done = nbship("run", path, "-p", "API_KEY", "given-1234567", "--tag", "base", "--tag", "x")
    assert done.code == 1
    done = nbship("run", path, "ok.ipynb", "-p", "API_KEY", "given-1234567", "-p", "N", "1")
    assert done.code == 0, done.err
    failed, good = recorded(tmp_path)
    assert (failed.status, failed.tags) == ("failed", ("base", "x"))
    assert failed.error.text() == "cell 6, line 1: ZeroDivisionError: division by zero"
    assert failed.metrics == {"acc": 0.5, "f1": 0.25, "loss": 2}
    assert good.metrics == {"acc": 0.25, "f1": 0.25, "loss": 2, "last": 8}
    assert good.parameters == {"N": 1, "API_KEY": "**********"}
    assert [step.name for step in good.steps] == ["1", "2", "3", "4", "5", "6"]
    assert good.outputs[0].path == str(tmp_path / "ok.ipynb")
    assert (good.engine, good.python.count("."), "ipykernel" in good.packages) == ("papermill", 2, True)
    everything = (tmp_path / ".state" / "runs.db").read_bytes()
    assert b"given-1234567" not in everything and b"own-value-77" not in everything
    # Reading the variables has left no trace in the notebook: no cell, no output, no count.
    cells = json.loads((tmp_path / "ok.ipynb").read_text())["cells"]
    counts = [cell["execution_count"] for cell in cells if cell["cell_type"] == "code"]
    assert counts == list(range(1, len(counts) + 1))
    assert not [cell for cell in cells if "_nbship" in "".join(cell["source"])]


def test_a_store_that_cannot_be_written_fails_no_run(nbship, notebook, tmp_path):
    path = notebook("x = 1")
    (tmp_path / "bad.db").write_text("no database\n" * 99)
    done = nbship("run", path, "--store", tmp_path / "bad.db")
    assert (done.code, "the run is not in the store" in done.err) == (0, True), done.err
    done = nbship("run", path, "again.ipynb", "--no-store")
    assert (done.code, (tmp_path / ".state" / "runs.db").exists()) == (0, False)
    assert nbship("run", path, "--no-store", "--store", "x.db").code == 2


def test_a_run_that_cannot_begin_leaves_no_record(nbship, notebook, tmp_path):
    done = nbship("run", notebook("x = 1"), "--kernel", "no-such")
    assert (done.code, (tmp_path / ".state" / "runs.db").exists()) == (2, False)


def test_compare(nbship, filled):
    words = ("20260101T000000Z-aaaaaaaa", "bbbb", "--store", filled)
    done = nbship("runs", "compare", *words)
    assert done.code == 0, done.err
    assert "alpha  1  2" in done.out and "accuracy  0.5  -" in done.out
    found = json.loads(nbship("runs", "compare", *words, "--json").out)
    assert found["parameters"] == [{"name": "alpha", "left": 1, "right": 2}]


def test_export_and_report_never_overwrite_unasked(nbship, filled, tmp_path):
    for words in (("export", "x.csv"), ("report", "-o", "x.html")):
        done = nbship("runs", *words, "--where", "alpha < 2", "--store", filled)
        assert (done.code, "wrote 2 runs" in done.out) == (0, True), done.err
        again = nbship("runs", *words, "--store", filled)
        assert (again.code, "exists" in again.err) == (2, True)
        assert nbship("runs", *words, "--store", filled, "--force", "--json").code == 0
    assert len((tmp_path / "x.csv").read_text().splitlines()) == 4
    assert nbship("runs", "report", "-o", "x.txt", "--store", filled).code == 2
    assert nbship("runs", "export", "no/x.csv", "--store", filled).code == 2


def test_rm_asks_first(nbship, filled):
    done = nbship("runs", "rm", "--where", "alpha < 2", "--store", filled)
    assert (done.code, "--yes says that you mean it" in done.err) == (2, True)
    assert nbship("runs", "rm", "--store", filled).code == 2
    assert nbship("runs", "rm", "bbbb", "--where", "alpha > 1", "--store", filled).code == 2
    done = nbship("runs", "rm", "--where", "alpha < 2", "--store", filled, "--yes", "--json")
    assert json.loads(done.out)["removed"] == 2
    done = nbship("runs", "rm", "bbbb", "--store", filled, "--yes")
    assert (done.code, "removed 1 runs" in done.out) == (0, True)
    assert nbship("runs", "--store", filled).out == "runs\n  no runs yet\n"


def test_import_of_what_a_job_wrote_itself(nbship, tmp_path):
    complete = {
        "id": "20260101T000000Z-abcdef",
        "started": "2026-01-01T00:00:00.000Z",
        "parameters": {"alpha": 1, "TOKEN": "**********"},
        "notebook": {"name": "churn.ipynb", "sha256": "a" * 64},
        "status": "complete",
        "seconds": 1.5,
        "git_commit": "c" * 40 + "-dirty",
        "versions": {"python": "3.11.7", "numpy": "2.0"},
        "stages": [{"name": "load", "cells": [1], "seconds": 0.5}],
        "metrics": {"accuracy": 0.9, "loss": "nan"},
        "outputs": [
            {"file": "results/model.joblib", "bytes": 3, "sha256": "d" * 64},
            {"file": None, "results": ["x"], "note": "not kept"},
        ],
    }
    failed = {
        **{key: complete[key] for key in ("started", "parameters", "notebook", "stages")},
        "id": "20260101T000001Z-abcdef",
        "status": "failed",
        "stage": "train",
        "error": "churn: stage 'train', notebook cell 7, line 3: KeyError: 'age'",
    }
    runs = tmp_path / "runs"
    (runs / complete["id"]).mkdir(parents=True)
    (runs / "failed").mkdir()
    (runs / complete["id"] / "run.json").write_text(json.dumps(complete))
    (runs / "failed" / "x.json").write_text(json.dumps(failed))
    (runs / "failed" / "y.json").write_text('{"id": ')
    done = nbship("runs", "import", "runs", "--name", "churn", "--tag", "night")
    assert (done.code, "imported 2 runs" in done.out, "y.json" in done.err) == (0, True, True)
    assert nbship("runs", "import", "runs", "--name", "churn", "--tag", "night").code == 0
    good, bad = sorted(recorded(tmp_path), key=lambda one: one.id)
    assert (good.name, good.kind, good.git_dirty, good.python) == ("churn", "job", True, "3.11.7")
    assert (good.metrics["accuracy"], len(good.outputs), good.steps[0].name) == (0.9, 1, "load")
    assert good.output == str(runs / complete["id"])
    assert bad.error.text() == "stage train, cell 7, line 3: KeyError: 'age'"
    assert nbship("runs", "import", tmp_path / "nothing").code == 2
    (tmp_path / "empty").mkdir()
    assert "has no runs of a job" in nbship("runs", "import", "empty").err
