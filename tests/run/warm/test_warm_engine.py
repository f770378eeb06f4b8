"""The engine under papermill's own API: options, errors, saves, and a process that forks."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import multiprocessing
import os
import threading
import time
from pathlib import Path

import nbformat
import papermill
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError
from papermill.iorw import papermill_io
from warm_runs import KERNEL, printed


@pytest.fixture
def notebook(tmp_path):
    def write(*sources: str, **metadata: object) -> Path:
        node = nbformat.v4.new_notebook(metadata={"kernelspec": KERNEL, **metadata})
        for number, source in enumerate(sources):
            cell = nbformat.v4.new_code_cell(source, id=f"c{number}")
            cell.metadata["tags"] = ["parameters"] if source.startswith("N =") else []
            node.cells.append(cell)
        path = tmp_path / "in.ipynb"
        nbformat.write(node, path)
        return path

    return write


def executed(path: Path, **options: object):
    return papermill.execute_notebook(
        path, path.with_name("out.ipynb"), engine_name="nbship", progress_bar=False, **options
    )


def test_parameters_folder_logs_and_streams(notebook, tmp_path, caplog):
    path = notebook("N = 1", "import os\nprint(N, os.getcwd())\nos.write(1, b'raw\\n')\nN")
    folder = tmp_path / "there"
    folder.mkdir()
    out, err = io.StringIO(), io.StringIO()
    with caplog.at_level(logging.INFO, logger="papermill"):
        done = executed(
            path, parameters={"N": 5}, cwd=folder, log_output=True, stdout_file=out, stderr_file=err
        )
    assert printed(done)[2].splitlines()[0] == f"5 {folder}"
    assert out.getvalue().startswith(f"5 {folder}\n")
    assert "Executing notebook with kernel: python3" in caplog.text
    assert f"5 {folder}" in caplog.text
    saved = nbformat.read(tmp_path / "out.ipynb", 4)
    assert saved.metadata.papermill.parameters == {"N": 5}
    assert saved.cells[1].metadata.tags == ["injected-parameters"]


def test_errors_are_papermills(notebook, tmp_path):
    with pytest.raises(PapermillExecutionError, match="ZeroDivisionError"):
        executed(notebook("print('x')", "1 / 0", "print('never')"))
    saved = nbformat.read(tmp_path / "out.ipynb", 4)
    assert "papermill-error-cell-tag" in saved.cells[0].metadata.tags
    assert [c.metadata.papermill.status for c in saved.cells if c.cell_type == "code"] == [
        "completed",
        "failed",
        "pending",
    ]
    with pytest.raises(CellTimeoutError):
        executed(notebook("import time\ntime.sleep(30)"), execution_timeout=1)
    with pytest.raises(DeadKernelError):
        executed(notebook("import os\nos._exit(1)"))
    with pytest.raises(PapermillExecutionError):
        executed(notebook("raise ValueError"), allow_errors=False)


class Counting:
    """A place for papermill to write to, which counts."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def write(self, text: str, path: str) -> None:
        self.texts.append(text)

    def pretty_path(self, path: str) -> str:
        return path


def test_quick_cells_are_not_saved_one_by_one(notebook):
    place = Counting()
    papermill_io.register("counted://", place)
    path = notebook(*(f"print({n})" for n in range(30)))
    papermill.execute_notebook(path, "counted://a.ipynb", engine_name="nbship", progress_bar=False)
    assert 2 <= len(place.texts) <= 8
    last = nbformat.reads(place.texts[-1], 4)
    assert printed(last) == [f"{n}\n" for n in range(30)]


def test_what_is_done_is_saved_while_a_long_cell_runs(notebook, tmp_path):
    path = notebook("print('early')", "import time\ntime.sleep(6)")
    run = threading.Thread(target=executed, args=(path,))
    run.start()
    deadline = time.monotonic() + 30
    seen = False
    while run.is_alive() and not seen and time.monotonic() < deadline:
        time.sleep(0.2)
        text = (tmp_path / "out.ipynb").read_text() if (tmp_path / "out.ipynb").exists() else ""
        seen = '"early\\n' in text and '"running"' in text
    run.join()
    assert seen


def test_it_runs_under_an_event_loop(notebook):
    path = notebook("await __import__('asyncio').sleep(0.01)\nprint('a')", "print('b')")

    async def main():
        return [printed(executed(path)) for _ in range(2)]

    assert asyncio.run(main()) == [["a\n", "b\n"]] * 2


def test_a_forked_process_has_servers_of_its_own(notebook, tmp_path):
    path = notebook("import os\nprint(os.getppid())")
    mine = printed(executed(path))[0]
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()
    child = context.Process(target=lambda: queue.put(printed(executed(path))[0]))
    child.start()
    child.join(60)
    theirs = queue.get()
    assert mine != theirs
    assert printed(executed(path))[0] == mine


def test_another_kernel_falls_back_and_says_so(notebook, tmp_path, monkeypatch, caplog):
    spec = tmp_path / "kernels/odd/kernel.json"
    spec.parent.mkdir(parents=True)
    argv = ["env", "python3", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": argv, "display_name": "Odd", "language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    monkeypatch.setenv("PATH", f"{Path(os.sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    done = executed(notebook("print('ran')"), kernel_name="odd")
    assert printed(done) == ["ran\n"]
    assert "kernel 'odd' is started through another program" in caplog.text
