"""`nbship warm`: servers that stay, who uses them, and how they go."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import pytest
from warm_runs import printed, runs_still

CELLS = ("import jinja2\nimport os\nprint(os.getppid(), flush=True)", "print('end')")


@pytest.fixture
def runtime(tmp_path, nbship):
    """The folder of the servers; those that a test leaves behind are ended."""
    # Short: the system takes 107 characters for the path of a socket.
    folder = Path(tempfile.mkdtemp(prefix="nbs"))
    yield folder
    nbship("warm", "stop", "--now", **at(folder))
    shutil.rmtree(folder)


def at(folder: Path) -> dict[str, str]:
    return {"XDG_RUNTIME_DIR": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}


def server_of(path: Path) -> int:
    return int(printed(nbformat.read(path, 4))[0])


def test_without_servers_there_is_nothing_to_list_or_stop(nbship, runtime):
    assert nbship("warm", "status", **at(runtime)).out == "no server is kept\n"
    assert nbship("warm", "stop", **at(runtime)).out == "no server is kept\n"


def test_a_kept_server_serves_the_commands_that_follow(nbship, notebook, runtime, tmp_path):
    path = notebook(*CELLS)
    done = nbship("warm", "start", path, "--json", **at(runtime))
    assert done.code == 0, done.err
    (pid,) = json.loads(done.out)["started"]
    for number in range(2):
        done = nbship("run", path, f"{number}.ipynb", "--engine", "warm", **at(runtime))
        assert done.code == 0, done.err
        assert server_of(tmp_path / f"{number}.ipynb") == pid
    assert nbship("warm", "start", path, **at(runtime)).out == "a server is there already\n"
    listed = json.loads(nbship("warm", "status", "--json", **at(runtime)).out)["servers"]
    assert [(one["pid"], one["notebooks"], one["runs"]) for one in listed] == [
        (pid, ["nb.ipynb"], 2)
    ]
    assert f"server {pid}: nb.ipynb" in nbship("warm", "status", **at(runtime)).out
    folder = runtime / "nbship"
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    assert nbship("warm", "stop", **at(runtime)).out == f"server {pid} leaves\n"
    assert not runs_still(pid)
    assert list(folder.iterdir()) == []


def test_another_notebook_or_environment_gets_a_server_of_its_own(
    nbship, notebook, runtime, tmp_path
):
    path = notebook(*CELLS)
    (pid,) = json.loads(nbship("warm", "start", path, "--json", **at(runtime)).out)["started"]
    other = notebook(CELLS[0], "import markupsafe, dateutil.rrule", name="other.ipynb")
    assert nbship("run", other, "--engine", "warm", **at(runtime)).code == 0
    assert server_of(tmp_path / "other.out.ipynb") != pid
    assert nbship("run", path, "--engine", "warm", OMP_NUM_THREADS="1", **at(runtime)).code == 0
    assert server_of(tmp_path / "nb.out.ipynb") != pid


def test_a_dead_server_is_cleared_away(nbship, notebook, runtime, tmp_path):
    path = notebook(*CELLS)
    (pid,) = json.loads(nbship("warm", "start", path, "--json", **at(runtime)).out)["started"]
    os.kill(pid, signal.SIGKILL)
    assert not runs_still(pid)
    assert nbship("run", path, "--engine", "warm", **at(runtime)).code == 0
    assert list((runtime / "nbship").iterdir()) == []


def test_a_server_leaves_when_it_is_not_used(nbship, notebook, runtime):
    done = nbship("warm", "start", notebook(*CELLS), "--idle", "0.01", "--json", **at(runtime))
    (pid,) = json.loads(done.out)["started"]
    assert not runs_still(pid, 10)
    assert list((runtime / "nbship").iterdir()) == []


def test_a_stopped_server_finishes_its_runs(nbship, notebook, runtime, tmp_path):
    path = notebook(
        CELLS[0], "open('begun', 'w').close()\nimport time\ntime.sleep(3)\nprint('end')"
    )
    (pid,) = json.loads(nbship("warm", "start", path, "--json", **at(runtime)).out)["started"]
    root = Path(__file__).resolve().parents[2]
    run = subprocess.Popen(
        [sys.executable, "-m", "converter", "run", str(path), "--engine", "warm"],
        cwd=tmp_path,
        # As in the fixture: a server serves only those whose environment is its own.
        env={
            **os.environ,
            "PYTHONPATH": str(root),
            "PYTHONIOENCODING": "utf-8",
            "XDG_STATE_HOME": str(tmp_path / ".state"),
            "NBSHIP_STORE": str(tmp_path / ".state" / "runs.db"),
            **at(runtime),
        },
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    while not (tmp_path / "begun").exists() and run.poll() is None:
        time.sleep(0.05)
    assert nbship("warm", "stop", **at(runtime)).code == 0
    assert run.wait(30) == 0
    assert server_of(tmp_path / "nb.out.ipynb") == pid
    assert not runs_still(pid)


@pytest.mark.parametrize("what", ["open to others", "a link", "a file"])
def test_a_folder_that_is_not_private_is_not_used(nbship, notebook, runtime, tmp_path, what):
    folder = runtime / "nbship"
    if what == "a file":
        folder.write_text("")
    elif what == "a link":
        (tmp_path / "elsewhere").mkdir(mode=0o700)
        folder.symlink_to(tmp_path / "elsewhere")
    else:
        folder.mkdir()
        folder.chmod(0o770)
    path = notebook(*CELLS)
    done = nbship("warm", "start", path, **at(runtime))
    assert done.code == 2
    assert "nbship: " in done.err and f"{folder}: " in done.err
    assert nbship("run", path, "--engine", "warm", **at(runtime)).code == 0


def test_what_is_no_server_is_cleared_away(nbship, notebook, runtime):
    folder = runtime / "nbship"
    folder.mkdir(mode=0o700)
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(folder / "0-0"))
    left.close()
    (folder / "0-0.json").write_text("{}")
    assert nbship("warm", "status", **at(runtime)).out == "no server is kept\n"
    assert list(folder.iterdir()) == []


def test_a_path_that_is_too_long_is_refused(nbship, notebook, tmp_path):
    folder = tmp_path / ("long" * 25)
    folder.mkdir()
    done = nbship("warm", "start", notebook(*CELLS), XDG_RUNTIME_DIR=str(folder))
    assert (done.code, "too long for a socket" in done.err) == (2, True)


def test_bad_input(nbship, notebook, runtime):
    assert nbship("warm", "start", "no.ipynb", **at(runtime)).code == 2
    assert nbship("warm", "start", notebook("1"), "--kernel", "no-such", **at(runtime)).code == 2
    assert nbship("warm", "start", notebook("1"), "--idle", "0", **at(runtime)).code == 2
    assert nbship("warm", "start", **at(runtime)).code == 2
