"""One run of a sweep or a search as a message: what a worker is sent, and what it answers.

A worker is a thread of `nbship sweep`, or a worker of a cluster; it runs `run_task`.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from converter.errors import EnvironmentProblem, KernelConflict, NbshipError
from converter.job.client import JobServer, ServerLost
from converter.job.project import JobProject, project_at
from converter.model.dataflow import Dataflow
from converter.model.parameter import ParameterSet
from converter.model.run_record import RunRecord
from converter.orchestrate.job_run import JobRun, run_job
from converter.orchestrate.notebook_run import NotebookRun, ended, executed
from converter.pipeline import parameters_in
from converter.run.account import RunAccount
from converter.run.kernels import FRESH, Kernels
from converter.run.metrics import Hear
from converter.run.warm.choice import kernels_of
from converter.sweep.schedule import WorkerLost


@dataclass(frozen=True)
class Task:
    """A run that has not begun: `record` is what is known of it before.

    `values` are all that the run is given, secrets too; `folder` is its own, empty one.
    """

    record: RunRecord
    values: Mapping[str, object]
    folder: str
    cell_timeout: float | None = None
    timeout: float | None = None
    max_memory: int | None = None
    kernel: str | None = None
    html: bool = False
    workers: int = 1
    python: str = ""
    workdir: str = ""


def run_task(task: Task, hear: Hear | None = None) -> RunRecord:
    """The record of the run, whatever its end. Raises EnvironmentProblem where nothing can run."""
    if task.record.kind == "job":
        return run_job_task(task, hear)
    return run_notebook_task(task, hear)


def run_notebook_task(task: Task, hear: Hear | None) -> RunRecord:
    """The record of a notebook's run."""
    flow, parameters = _notebook(task.record.source, task.record.sha256)
    run = NotebookRun(
        flow,
        parameters,
        task.values,
        Path(task.record.output),
        cell_timeout=task.cell_timeout,
        timeout=task.timeout,
        max_memory=task.max_memory,
        kernel=task.kernel,
        html=task.html,
        engine=task.record.engine,
        kernels=RESOURCES.kernels(task.record.engine, task.workers),
    )
    told: list[RunAccount] = []
    try:
        try:
            outcome = executed(run, told.append, hear=hear)
        except KernelConflict:  # the pool knows now: this notebook's kernels are papermill's own
            outcome = executed(run, told.append, hear=hear)
    except EnvironmentProblem:
        raise
    except NbshipError as exc:
        return ended(task.record, told, exc, None)
    return ended(task.record, told, None, outcome)


@lru_cache(maxsize=4)
def _notebook(path: str, sha256: str) -> tuple[Dataflow, ParameterSet]:
    """The notebook as the sweep's begin saw it, and its parameters: read once for many runs."""
    flow, parameters, _ = parameters_in(path)
    if flow.program.notebook.sha256 != sha256:
        raise EnvironmentProblem(
            f"{path}: was edited while its sweep ran", hint="start a new sweep with the new text"
        )
    return flow, parameters


def run_job_task(task: Task, hear: Hear | None) -> RunRecord:
    """The record of a job's run. Raises WorkerLost when its server dies under it."""
    project = _project(task.record.source, task.record.sha256)
    run = JobRun(
        task.record,
        task.values,
        Path(task.folder),
        Path(task.workdir),
        timeout=task.timeout,
        max_memory=task.max_memory,
    )
    try:
        return run_job(run, RESOURCES.job_server(project, task.python, Path(task.workdir)), hear)
    except ServerLost as exc:
        raise WorkerLost(str(exc)) from exc


@lru_cache(maxsize=4)
def _project(path: str, sha256: str) -> JobProject:
    """The project as the sweep's begin saw it."""
    project = project_at(Path(path))
    if project.sha256 != sha256:
        raise EnvironmentProblem(
            f"{path}: was edited while its sweep ran", hint="start a new sweep with the new code"
        )
    return project


class Resources:
    """What runs share within this process, made when first asked for and closed together."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stack = ExitStack()
        self._kernels: dict[str, Kernels] = {"papermill": FRESH}
        self._servers: dict[tuple[str, str], JobServer] = {}

    def job_server(self, project: JobProject, python: str, workdir: Path) -> JobServer:
        """The server that runs a project's job; one that died is replaced.

        `workdir` is where it makes its imports; each run has a working folder of its own.
        """
        key = (str(project.folder), python)
        with self._lock:
            found = self._servers.get(key)
            if found is None or not found.alive:
                found = JobServer(project, python=python or sys.executable, workdir=workdir)
                self._servers[key] = found
                self._stack.callback(found.close)
            return found

    def kernels(self, engine: str, workers: int) -> Kernels:
        """Where kernels come from: `papermill` starts one for each run, `warm` forks them."""
        with self._lock:
            if engine not in self._kernels:
                self._kernels[engine] = self._stack.enter_context(
                    kernels_of(engine, workers=workers)
                )
            return self._kernels[engine]

    def close(self) -> None:
        """End all that still runs."""
        with self._lock:
            self._stack.close()
            self._kernels = {"papermill": FRESH}
            self._servers = {}


RESOURCES = Resources()
