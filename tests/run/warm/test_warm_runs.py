"""Runs on a warm pool: the same outputs as papermill's own, and papermill's command line."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
from warm_runs import notebook_of, printed, ran

from converter.run.memory import descendants
from converter.run.warm.pool import warm_pool

CELLS = (
    "import decimal, string\nprint('hello')\nx = 2",
    "x + 1",
    "from IPython.display import display\ndisplay({'text/plain': 'shown'}, raw=True)\nx",
    "1 / 0",
    "print('never')",
)


def test_a_run_gives_what_papermill_gives(pool):
    node = notebook_of(*CELLS)
    warm, _ = ran(node, pool)
    fresh, _ = ran(node)
    for one, other in zip(warm.cells, fresh.cells, strict=True):
        assert one.outputs == other.outputs
        assert one.execution_count == other.execution_count
        assert one.metadata.keys() == other.metadata.keys()
        assert one.metadata.papermill.status == other.metadata.papermill.status
    assert warm.metadata.language_info == fresh.metadata.language_info
    assert printed(warm) == ["hello\n", "", "", "", ""]


def test_nothing_of_one_run_is_in_the_next(pool):
    node = notebook_of(
        "print('x' in globals(), 'zipapp' in __import__('sys').modules)\nx = 1", "import zipapp"
    )
    assert [printed(ran(node, pool)[0])[0] for _ in range(3)] == ["False False\n"] * 3


def test_imports_are_made_ahead_of_the_first_run(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    node = notebook_of("import json, zipapp\nprint(zipapp.__name__)")
    before = set(descendants(os.getpid()))
    with warm_pool() as pool:
        pool.ahead([node.cells[0].source], kernel="python3", environment=os.environ)
        server = one_more(before)
        assert printed(ran(node, pool)[0]) == ["zipapp\n"]
        assert one_more(before) == server
        pool.ahead(["x = 1"], kernel="no-such-kernel", environment=os.environ)  # the run tells
    assert (pool.remarks, set(descendants(os.getpid())) - before) == ([], set())


def one_more(before):
    """The only process that was not there."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        new = set(descendants(os.getpid())) - before
        if len(new) == 1:
            return new.pop()
        time.sleep(0.01)
    raise AssertionError(new)


def test_papermill_finds_the_engine(tmp_path):
    node = notebook_of(*CELLS[:3])
    del node.metadata["papermill"]
    nbformat.write(node, tmp_path / "in.ipynb")
    command = [Path(sys.executable).with_name("papermill"), "in.ipynb", "out.ipynb"]
    done = subprocess.run(
        [*command, "--engine", "nbship"], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "papermill's own" not in done.stderr
    found = nbformat.read(tmp_path / "out.ipynb", 4)
    assert printed(found) == ["hello\n", "", ""]
    assert found.metadata.papermill.keys() >= {"duration", "input_path", "parameters", "version"}
