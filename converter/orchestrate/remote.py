"""A run apart, here or on another machine: what it needs and what it leaves travel packed.

Every run has a working folder of its own: files that it writes are its alone, and come back.
"""

from __future__ import annotations

import ast
import atexit
import hashlib
import os
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from converter.errors import UsageError
from converter.job.project import digest_of
from converter.model.dataflow import Dataflow
from converter.model.run_record import OutputFile, RunRecord
from converter.orchestrate.subject import Subject
from converter.orchestrate.surroundings import surroundings_of
from converter.orchestrate.task import Task, run_task
from converter.plan.imports import imported_modules
from converter.read.neighbours import data_of, neighbours_of
from converter.run.kernelspecs import kernel_name, kernel_python
from converter.run.metrics import Hear
from converter.sweep.bundle import (
    Package,
    files_below,
    forgotten,
    packed,
    received,
    sent,
    unpacked,
)

LEFT_BEHIND = "not-brought-back.txt"
FILES = "files"
"""What a run wrote in its working folder goes here, in its own folder."""

_ANY_SIZE = 1 << 40


@dataclass(frozen=True)
class Trip:
    """A task for elsewhere. `root` is the packed source's name in its package.

    `here` is this very process: what comes back may be of any size.
    """

    task: Task
    source: Package
    root: str
    share: str = ""
    here: bool = False


@dataclass(frozen=True)
class Return:
    """The record of a run, and the package of its folder (None: too large to bring back)."""

    record: RunRecord
    files: Package | None


def source_package(
    subject: Subject, extra: Sequence[Path], share: str, *, here: bool = False
) -> tuple[Package, str]:
    """What the workers need of a notebook or project, and its name in the package.

    A notebook takes along the modules beside it and the data files that it names; `extra` are
    further files and folders. Raises UsageError when it is too large and there is no `share`.
    """
    if subject.project:
        folder = subject.path
        files = {
            f"project/{name}": path
            for part in ("src", ".nbship", "notebooks")
            for name, path in _below(folder, folder / part)
        }
        root = "project"
        files |= dict(_extra(folder / "notebooks", "project/notebooks", extra))
    else:
        folder = subject.path.parent
        names = [subject.path.name, *_beside(subject.flow, folder)]
        files = {f"notebook/{name}": folder / name for name in names}
        root = f"notebook/{subject.path.name}"
        files |= dict(_extra(folder, "notebook", extra))
    return sent(packed(files), share, subject.name, here=here), root


def _below(folder: Path, part: Path) -> Iterator[tuple[str, Path]]:
    for name, path in files_below(part).items():
        yield f"{part.relative_to(folder).as_posix()}/{name}", path


def _beside(flow: Dataflow | None, folder: Path) -> tuple[str, ...]:
    """Modules and data beside a notebook that it imports and names."""
    if flow is None:
        return ()
    roots = sorted({module.split(".")[0] for module in imported_modules(flow.statements)})
    strings = {
        part.value
        for statement in flow.statements
        for part in ast.walk(statement.node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }
    found = {*neighbours_of(folder, roots), *data_of(folder, sorted(strings), _ANY_SIZE)}
    return tuple(sorted(found))


def _extra(folder: Path, root: str, extra: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """The files that `--data` names, at their place seen from the working folder."""
    for path in extra:
        found = path.absolute()
        if not found.exists():
            raise UsageError(f"--data {path}: does not exist")
        if not found.is_relative_to(folder.absolute()):
            message = f"--data {path}: lies outside of {folder}, where the run's paths start"
            raise UsageError(message, hint="give runs the address of such data as a parameter")
        files = files_below(found) if found.is_dir() else {"": found}
        base = found.relative_to(folder.absolute()).as_posix()
        for name, file in files.items():
            yield f"{root}/{base}/{name}".rstrip("/"), file


def travel(trip: Trip, hear: Hear | None = None) -> Return:
    """Where the run takes place: the run, in a folder that is gone afterwards."""
    place = Path(tempfile.mkdtemp(prefix="nbship-"))
    try:
        folder = place / "run"
        folder.mkdir()
        there = _project_there if trip.task.record.kind == "job" else _notebook_there
        task, working = there(trip, place)
        before = _state(working)
        home = _home(run_task(task, hear), trip.task, folder)
        home = replace(
            home, outputs=(*home.outputs, *_kept_files(working, before, trip.task, folder))
        )
        try:
            content = packed(files_below(folder))
            return Return(home, sent(content, trip.share, "the run's folder", here=trip.here))
        except UsageError:
            return Return(home, None)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _notebook_there(trip: Trip, place: Path) -> tuple[Task, Path]:
    """The task with its notebook, and what lies beside it, in a folder of the run's own."""
    unpacked(received(trip.source), place)
    source = place / trip.root
    return _moved(trip.task, source, place / "run", trip.task.record.sha256), source.parent


def _project_there(trip: Trip, place: Path) -> tuple[Task, Path]:
    """The task with the project that this process keeps, and a working folder of its own."""
    project = _kept(trip.source)
    source = project / trip.root
    notebooks = source / "notebooks"
    workdir = place / "work"
    if notebooks.is_dir():
        shutil.copytree(notebooks, workdir)
    else:
        workdir.mkdir()
    task = _moved(trip.task, source, place / "run", digest_of(source / "src"))
    return (
        replace(task, workdir=str(workdir), python=trip.task.python if trip.here else ""),
        workdir,
    )


def _state(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of change of each file in a folder."""
    found = {}
    for name, path in files_below(folder).items():
        status = path.stat()
        found[name] = (status.st_size, status.st_mtime_ns)
    return found


def _kept_files(
    working: Path, before: dict[str, tuple[int, int]], task: Task, folder: Path
) -> tuple[OutputFile, ...]:
    """The files that the run made or changed in its working folder, moved to its own folder."""
    found = []
    for name, state in _state(working).items():
        if before.get(name) == state or ".ipynb_checkpoints/" in f"/{name}":
            continue
        target = folder / FILES / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(working / name, target)
        digest = hashlib.sha256(target.read_bytes()).hexdigest()
        there = str(Path(task.folder) / FILES / name)
        found.append(OutputFile(there, target.stat().st_size, digest))
    return tuple(found)


_keeping = threading.Lock()
_folders: dict[str, Path] = {}


def _kept(package: Package) -> Path:
    """The folder with a package's files: unpacked once, so that a project is imported once."""
    with _keeping:
        if package.sha256 not in _folders:
            folder = Path(tempfile.mkdtemp(prefix="nbship-"))
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            unpacked(received(package), folder)
            _folders[package.sha256] = folder
        return _folders[package.sha256]


def _moved(task: Task, source: Path, folder: Path, sha256: str) -> Task:
    """The task as this machine sees it."""
    before = task.record
    output = folder / Path(before.output).relative_to(task.folder)
    record = replace(before, source=str(source), output=str(output), sha256=sha256)
    return replace(task, record=record, folder=str(folder))


def _home(record: RunRecord, task: Task, folder: Path) -> RunRecord:
    """The record in terms of the machine that asked for the run, and of the one that ran it."""
    python = sys.executable
    if record.kind == "notebook":
        python = kernel_python(kernel_name(task.kernel, ""))
    here = surroundings_of(folder, python)

    def mapped(path: str) -> str:
        there = Path(path)
        if there.is_relative_to(folder):
            return str(Path(task.folder) / there.relative_to(folder))
        return path

    outputs = tuple(OutputFile(mapped(one.path), one.bytes, one.sha256) for one in record.outputs)
    return replace(
        record,
        source=task.record.source,
        sha256=task.record.sha256,
        output=mapped(record.output),
        outputs=outputs,
        host=socket.gethostname(),
        pid=os.getpid(),
        python=record.python if record.kind == "job" else here.python,
        packages=record.packages if record.kind == "job" else here.packages,
        git_commit=task.record.git_commit,
        git_dirty=task.record.git_dirty,
    )


def brought_home(back: Return, folder: Path) -> RunRecord:
    """The record, after the run's files were unpacked into its own folder."""
    if back.files is None:
        text = "The run's files are too large to travel by value: name storage with --share URL.\n"
        (folder / LEFT_BEHIND).write_text(text, encoding="utf-8")
        return replace(back.record, output=str(folder / LEFT_BEHIND))
    unpacked(received(back.files), folder)
    forgotten(back.files)
    return back.record
