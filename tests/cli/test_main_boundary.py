"""The error boundary: every way in which a command can end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from converter.cli.failure import failure_of, notebook_name
from converter.cli.signals import Terminated, was_terminated
from converter.cli.trace import trace_text
from converter.errors import (
    InternalError,
    KernelDied,
    NotebookError,
    RunTimeout,
    TargetError,
)
from converter.model.diagnostic import Diagnostic, Span

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.fast


@pytest.fixture(autouse=True)
def own_state_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


@pytest.mark.parametrize(
    "exc, code",
    [
        (NotebookError("wrong"), 1),
        (click.UsageError("no such option"), 2),
        (TargetError("full", hint="empty it"), 2),
        (PermissionError(13, "denied"), 2),
        (InternalError("overlap"), 3),
        (ValueError("surprise"), 3),
        (ModuleNotFoundError("No module named 'black'", name="black"), 2),
        (ModuleNotFoundError("No module named 'converter.x'", name="converter.x"), 3),
        (KernelDied("killed"), 4),
        (RunTimeout("slow"), 5),
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
        (Terminated(), 143),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else value,
)
def test_exit_codes(exc, code):
    assert failure_of(exc, ["convert", "nb.ipynb"]).exit_code == code


def test_sigterm_is_seen_through_what_click_makes_of_it():
    try:
        try:
            raise Terminated
        except KeyboardInterrupt as exc:
            raise click.Abort() from exc
    except click.Abort as exc:
        assert was_terminated(exc)
    assert not was_terminated(click.Abort())


def test_a_fault_names_a_trace_that_holds_it(tmp_path):
    failure = failure_of(InternalError("overlap", detail="x = (1"), ["convert", "nb.ipynb"])
    (trace,) = (tmp_path / "nbship").iterdir()
    assert str(trace) in failure.hint
    assert "overlap" in trace.read_text() and "x = (1" in trace.read_text()


def test_a_trace_holds_no_values_of_the_command_line():
    text = trace_text(ValueError("x"), ["run", "nb.ipynb", "-p", "api_key", "hunter2", "--html"])
    assert "run --html" in text
    assert "hunter2" not in text


def test_an_incomplete_installation_is_named_with_its_remedy():
    missing = ModuleNotFoundError("No module named 'black.linegen'", name="black.linegen")
    failure = failure_of(missing, ["convert", "nb.ipynb"])
    assert "'black.linegen'" in failure.message
    assert "pip install" in failure.hint


def test_diagnostics_keep_their_order_and_place():
    found = (Diagnostic("NB101", "error", "broken", "mend it", Span(2, 1, 3)),)
    failure = failure_of(NotebookError("1 error", diagnostics=found), ["convert", "a/nb.ipynb"])
    assert failure.diagnostics == found
    assert failure.notebook == "nb.ipynb"


@pytest.mark.parametrize(
    "arguments, name",
    [
        (["convert", "-"], "<stdin>"),
        (["convert", "--to", "job", "dir/nb.ipynb", "-o", "out.py"], "nb.ipynb"),
        (["convert", "script.py", "-o", "out"], "script.py"),
        (["convert"], "notebook"),
    ],
)
def test_notebook_name(arguments, name):
    assert notebook_name(arguments) == name


def test_without_a_command_the_help_is_a_usage_error(nbship):
    ended = nbship()
    assert (ended.code, ended.out) == (2, "")
    assert "Commands:" in ended.err


def test_a_misspelt_command_gets_a_suggestion(nbship):
    ended = nbship("convrt", "nb.ipynb")
    assert ended.code == 2
    assert "Did you mean 'convert'?" in ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("convert", "missing.ipynb", "--json"),
        ("inspect", "missing.ipynb", "--json"),
        ("run", "missing.ipynb", "--json"),
        ("parametrize", "missing.ipynb", "--json"),
        ("explain", "NB000", "--json"),
        ("convert", "--json"),
        ("convert", "nb.ipynb", "--to", "moon", "--json"),
        ("convert", "nb.ipynb", "--with", "docker", "--without", "docker", "--json"),
    ],
    ids=lambda arguments: " ".join(arguments),
)
def test_with_json_an_error_is_one_document(nbship, arguments):
    ended = nbship(*arguments)
    document = json.loads(ended.out)
    assert document["ok"] is False
    assert document["error"]["message"]
    assert document["diagnostics"] == []
    assert ended.code == document["error"]["exit_code"] == 2
    assert ended.err == ""


def test_version(nbship):
    from converter import __version__

    assert nbship("--version").out == f"nbship {__version__}\n"


@pytest.mark.parametrize("arguments", [["--help"], ["explain"]], ids=str)
def test_a_reader_that_goes_away_is_no_error(arguments):
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-m", "converter", *arguments],
        stdout=writing,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        check=False,
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (141, b"")


@pytest.mark.parametrize("number, code", [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_a_signal_ends_with_its_code(tmp_path, number, code, as_json):
    fifo = tmp_path / "nb.ipynb"
    os.mkfifo(fifo)
    child = subprocess.Popen(
        [sys.executable, "-m", "converter", "convert", fifo, "-o", tmp_path / "out"]
        + ["--json"] * as_json,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    with fifo.open("w"):  # opens as soon as the child waits for the notebook
        child.send_signal(number)
        out, err = child.communicate(timeout=20)
    assert child.returncode == code
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()
    if as_json:
        assert json.loads(out)["error"]["exit_code"] == code
