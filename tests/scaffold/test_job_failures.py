"""A job that fails or is stopped: what it says, what it leaves, and that secrets stay secret."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from factories import a_parameter
from projects import OnDisk, converted, small_project

from converter.model.project import Module, Origin
from converter.model.settings import Settings

TOKEN = "tok-81c2f0a7e5"
SLEEP = "time.sleep(60)"
SWALLOWS = """while True:
        try:
            time.sleep(60)
        except BaseException:
            print("not I", flush=True)"""
THREAD = "threading.Thread(target=time.sleep, args=(60,)).start()\n    time.sleep(60)"
REPLACED = "signal.signal(signal.SIGTERM, lambda *_: None)\n    time.sleep(60)"


def failing(folder: Path, body: str, **plan: object) -> OnDisk:
    """A project whose first stage is `body`, from line 3 of notebook cell 7 on."""
    text = f"import signal\nimport threading\nimport time\n\n\ndef load(*, SEED):\n    {body}\n"
    return small_project(folder, modules=(Module("load", text, (Origin(7, 7, 3),)),), **plan)


def left(folder: Path) -> list[str]:
    """The folders of a run's output folder, hidden ones too."""
    return sorted(path.name for path in folder.iterdir())


def test_the_first_line_names_stage_cell_and_line(tmp_path: Path) -> None:
    project = failing(tmp_path, "return {}['age']")
    done = project.command("run", "--log-level", "error")
    assert done.code == 1
    assert done.err.splitlines()[0] == (
        "churn: stage 'load', notebook cell 7, line 3: KeyError: 'age'"
    )
    assert "Traceback" in done.err
    assert left(tmp_path / "runs") == ["failed"]
    (path,) = (tmp_path / "runs/failed").iterdir()
    record = json.loads(path.read_text())
    assert (record["status"], record["stage"]) == ("failed", "load")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("raise SystemExit(3)", "the notebook's code asked to exit (3)"),
        ("raise type('Odd', (Exception,), {'__str__': lambda self: 1 / 0})()", "line 3: Odd"),
    ],
)
def test_an_odd_end_is_a_failure_too(tmp_path: Path, body: str, words: str) -> None:
    done = failing(tmp_path, body).command("run")
    assert done.code == 1
    assert words in done.err
    assert left(tmp_path / "runs") == ["failed"]


@pytest.mark.parametrize("code", ["", "0", "None"])
def test_a_run_that_the_notebook_ends_early_is_good_as_with_papermill(
    tmp_path: Path, code: str
) -> None:
    body = f'print("nothing new")\n    raise SystemExit({code})'
    done = failing(tmp_path, body).command("run")
    assert (done.code, done.out) == (0, "nothing new\n")
    assert "the notebook's code ended the run early" in done.err
    assert "Traceback" not in done.err
    (folder,) = (tmp_path / "runs").iterdir()
    record = json.loads((folder / "run.json").read_text())
    assert (record["status"], record["outputs"]) == ("complete", [])
    assert record["ended_early"].startswith("stage 'load', notebook cell 7, line ")


@pytest.mark.parametrize(("signum", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
@pytest.mark.parametrize("body", [SLEEP, SWALLOWS, THREAD, REPLACED])
def test_a_stopped_job_leaves_nothing_half_written(
    tmp_path: Path, body: str, signum: signal.Signals, code: int
) -> None:
    project = failing(tmp_path, f'print("ready", flush=True)\n    {body}')
    job = subprocess.Popen(
        [sys.executable, "-m", "churn", "run"],
        cwd=tmp_path,
        env=project.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert job.stdout is not None
    assert job.stdout.readline() == "ready\n"
    time.sleep(0.5)  # until it sleeps
    os.kill(job.pid, signum)
    _, said = job.communicate(timeout=60)
    assert job.returncode == code
    assert f"stopped by {signum.name}, no results kept" in said
    assert "Traceback" not in said
    assert left(tmp_path / "runs") == ["failed"]


def everything(folder: Path) -> bytes:
    """The content of every file, and every file's name."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return b"\n".join([path.read_bytes() + str(path).encode() for path in files])


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_trace_of_a_failure_has_a_secret(tmp_path: Path, form: str) -> None:
    secret = (a_parameter("SEED", "SecretStr", None, secret=True),)
    body = 'key = SEED.get_secret_value()\n    print(key, file=__import__("sys").stderr)\n'
    body += '    raise ValueError({"key": key})'
    project = failing(tmp_path, body, parameters=secret)
    done = project.command("run", "--log-format", form, "--SEED", TOKEN)
    assert done.code == 1
    assert "**********" in done.err
    assert TOKEN not in done.err + done.out
    assert TOKEN.encode() not in everything(tmp_path)


def test_a_wrong_value_of_a_secret_is_not_repeated(tmp_path: Path) -> None:
    secret = (a_parameter("SEED", "SecretStr", None, secret=True),)
    project = small_project(tmp_path, parameters=secret)
    (tmp_path / "p.json").write_text(f'{{"SEED": ["{TOKEN}"]}}')
    done = project.command("show-parameters", "--params", "p.json")
    assert done.code == 2
    assert TOKEN not in done.err
    assert (
        project.command("show-parameters", "--SEED", TOKEN).out == "SEED = **********  # --SEED\n"
    )


def test_the_secret_of_an_example_is_nowhere(tmp_path: Path) -> None:
    project = converted("campaign_report", Settings(displays="print"), tmp_path)
    words = ("run", "--workdir", "notebooks", "--log-level", "debug")
    done = project.command(*words, CAMPAIGN_REPORT_API_TOKEN=TOKEN)
    assert done.code == 0, done.err
    assert TOKEN not in done.out + done.err
    assert TOKEN.encode() not in everything(tmp_path)
