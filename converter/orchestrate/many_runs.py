"""What many runs share: what is asked for, who is told, and the tasks that are made of points."""

from __future__ import annotations

import concurrent.futures as futures
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from converter.errors import UsageError
from converter.job.project import JobProject
from converter.model.run_record import RunError, RunRecord
from converter.orchestrate.crew import Crew
from converter.orchestrate.job_run import secret_texts
from converter.orchestrate.notebook_run import begin_imports, known_values
from converter.orchestrate.recorder import Recorder
from converter.orchestrate.subject import Subject
from converter.orchestrate.surroundings import Surroundings, new_id, surroundings_of
from converter.orchestrate.task import RESOURCES, Task
from converter.run.kernelspecs import kernel_name, kernel_python
from converter.run.metrics import Hear
from converter.sweep.folder import fresh_run_folder
from converter.sweep.points import Point

_TOLD = 10
"""Problems that are told one by one."""


@dataclass(frozen=True)
class Limits:
    """What one run may take: seconds for a cell and in all, bytes of memory."""

    cell_timeout: float | None = None
    timeout: float | None = None
    max_memory: int | None = None


@dataclass(frozen=True)
class Request:
    """What the command line asks for."""

    subject: Subject
    folder: Path
    texts: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Path, ...] = ()
    grid: Path | None = None
    resume: bool = False
    workers: int = 1
    threads: int | None = None
    retries: int = 0
    fail_fast: bool = False
    limits: Limits = Limits()
    engine: str = "papermill"
    kernel: str | None = None
    html: bool = False
    tags: tuple[str, ...] = ()
    python: str = ""
    workdir: Path | None = None
    on: str = "local"
    share: str = ""
    data: tuple[Path, ...] = ()
    apart: bool = False


class Listener(Protocol):
    """Who is told how the sweep goes."""

    def begun(self, points: int, done: int) -> None:
        """There are so many points, and so many were done before."""

    def ended(self, point: Point, record: RunRecord) -> None:
        """The run of a point has ended, for good or after all its retries."""


def ask_the_job(
    request: Request,
    project: JobProject,
    points: Iterable[Point],
    secrets: Mapping[str, object],
) -> None:
    """Raise UsageError with what the job itself says against the values of a point."""
    workdir = workdir_of(request)
    if not workdir.is_dir():
        raise UsageError(f"--workdir {workdir}: is no folder")
    server = RESOURCES.job_server(project, request.python, workdir)
    texts = secret_texts(secrets)
    wrong: list[str] = []
    for point in points:
        found = server.problems({**point.plain, **texts})
        wrong += [f"point {point.number}: {problem}" for problem in found]
        if len(wrong) >= _TOLD:
            wrong.append("...")
            break
    if wrong:
        raise UsageError("\n".join(wrong), hint="nothing has run")


def workdir_of(request: Request) -> Path:
    """Where a job's relative paths start: as asked for, else with the data of its notebook."""
    if request.workdir is not None:
        return request.workdir.absolute()
    notebooks = request.subject.path / "notebooks"
    return notebooks if notebooks.is_dir() else request.subject.path


@contextmanager
def resources(request: Request) -> Iterator[None]:
    """What the runs share, until the block is left; a notebook's imports begin to be made at once."""
    try:
        flow = request.subject.flow
        if flow is not None and request.on == "local":
            kernels = RESOURCES.kernels(request.engine, request.workers)
            begin_imports(kernels, flow, request.kernel)
        yield
    finally:
        RESOURCES.close()


class Runner:
    """Makes the tasks of one sweep, and remembers which runs are under way."""

    def __init__(
        self,
        request: Request,
        folder: Path,
        sweep: str,
        secrets: Mapping[str, object],
        recorder: Recorder,
    ) -> None:
        self.request = request
        self.folder = folder
        self.sweep = sweep
        self.secrets = secrets
        self.recorder = recorder
        self.place = place_of(request)
        self.running: dict[int, RunRecord] = {}

    def submitter(
        self, crew: Crew, hearing: Callable[[Point], Hear] | None = None
    ) -> Callable[[Point], futures.Future[RunRecord]]:
        """A function that submits the run of a point; `hearing` makes what hears its metrics."""

        def submit(point: Point) -> futures.Future[RunRecord]:
            task = self.task(point)
            self.running[point.number] = task.record
            self.recorder.put(task.record)
            return crew.submit(task, hearing(point) if hearing else None)

        return submit

    def task(self, point: Point) -> Task:
        request = self.request
        folder = fresh_run_folder(self.folder, point)
        return Task(
            record=begun(request, self.place, point, self.secrets, folder, self.sweep),
            values={**point.values, **self.secrets},
            folder=str(folder),
            cell_timeout=request.limits.cell_timeout,
            timeout=request.limits.timeout,
            max_memory=request.limits.max_memory,
            kernel=request.kernel,
            html=request.html,
            workers=request.workers,
            python=request.python,
            workdir=str(workdir_of(request)) if request.subject.project else "",
        )

    def lost(self, point: Point, why: str) -> RunRecord:
        """The record of a run whose worker did not live to end it."""
        error = RunError("WorkerLost", why)
        return replace(self.running[point.number], status="killed", error=error)

    def ended(self, point: Point, record: RunRecord) -> None:
        """Tell the store how a run, or one try of it, has ended."""
        self.running.pop(point.number, None)
        self.recorder.put(record)

    def interrupted(self) -> None:
        """Tell the store of runs that did not come to an end."""
        for record in list(self.running.values()):
            error = RunError("Interrupted", "the sweep ended before it")
            self.recorder.put(replace(record, status="interrupted", error=error))


def place_of(request: Request) -> Surroundings:
    """Where the runs take place."""
    subject = request.subject
    if subject.project:
        return surroundings_of(subject.path, request.python)
    own = subject.flow.program.notebook.kernel if subject.flow else ""
    python = kernel_python(kernel_name(request.kernel, own))
    return surroundings_of(subject.path.parent, python)


def begun(
    request: Request,
    place: Surroundings,
    point: Point,
    secrets: Mapping[str, object],
    folder: Path,
    sweep_id: str,
) -> RunRecord:
    """The record of a point's run before it begins."""
    subject = request.subject
    now = time.time()
    return RunRecord(
        id=new_id(now),
        kind=subject.kind,
        name=subject.name,
        status="running",
        started=now,
        source=str(subject.path),
        sha256=subject.sha256,
        parameters=known_values(subject.parameters, {**point.values, **secrets}),
        output=str(folder / f"{subject.path.stem}.ipynb" if subject.flow else folder),
        python=place.python,
        packages=place.packages,
        git_commit=place.git_commit,
        git_dirty=place.git_dirty,
        host=place.host,
        pid=place.pid,
        engine="job" if subject.project else request.engine,
        sweep=sweep_id,
        point=point.number,
        tags=request.tags,
    )
