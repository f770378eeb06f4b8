"""A sweep: checked points, each run once to a good end, its records kept and its table written."""

from __future__ import annotations

import concurrent.futures as futures
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from converter.errors import TargetError, UsageError
from converter.job.project import JobProject
from converter.model.run_record import RunError, RunRecord
from converter.orchestrate.crew import Crew, crew_of
from converter.orchestrate.grid import checked_points, known_points
from converter.orchestrate.job_run import secret_texts
from converter.orchestrate.notebook_run import known_values
from converter.orchestrate.recorder import Recorder
from converter.orchestrate.subject import Subject
from converter.orchestrate.surroundings import Surroundings, new_id, surroundings_of
from converter.orchestrate.task import RESOURCES, Task
from converter.run.engine import kernel_name, kernel_python
from converter.run.metrics import Hear
from converter.sweep.folder import (
    Manifest,
    fresh_run_folder,
    keep_outcome,
    locked,
    outcome_of,
    read_manifest,
    refuse_other,
    write_manifest,
    write_results,
)
from converter.sweep.points import Point
from converter.sweep.schedule import Rules, through


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


class Listener(Protocol):
    """Who is told how the sweep goes."""

    def begun(self, points: int, done: int) -> None:
        """There are so many points, and so many were done before."""

    def ended(self, point: Point, record: RunRecord) -> None:
        """The run of a point has ended, for good or after all its retries."""


@dataclass(frozen=True)
class Swept:
    """A sweep that has ended: how many runs ended in which way; `left` have not run."""

    id: str
    folder: Path
    statuses: Mapping[str, int]
    left: int

    @property
    def complete(self) -> bool:
        """Whether every run is complete."""
        return not self.left and set(self.statuses) <= {"complete"}


def sweep(request: Request, recorder: Recorder, listener: Listener) -> Swept:
    """The sweep, run to its end.

    Raises UsageError for what is wrong with the grid, TargetError for the folder. An exception,
    ^C too, leaves a folder that `resume` goes on with.
    """
    folder = request.folder.absolute()
    _refuse_missing(request, folder)
    with locked(folder):
        manifest, points, secrets = _manifest(request, folder)
        runner = Runner(request, folder, manifest.id, secrets, recorder)
        before = {p.number: r for p in points if (r := _complete(folder, p)) is not None}
        for record in before.values():
            recorder.put(record)
        listener.begun(len(points), len(before))
        statuses = Counter({"complete": len(before)} if before else {})
        todo = (point for point in points if point.number not in before)
        rules = Rules(request.retries, request.fail_fast, request.workers)
        try:
            with crew_of(
                request.on,
                request.workers,
                subject=request.subject,
                share=request.share,
                data=request.data,
            ) as crew:
                submit = runner.submitter(crew)
                rules = replace(rules, width=crew.width)
                ended = through(todo, submit, rules, lost=runner.lost, again=runner.ended)
                for point, record in ended:
                    keep_outcome(folder, point, record)
                    runner.ended(point, record)
                    statuses[record.status] += 1
                    listener.ended(point, record)
        finally:
            runner.interrupted()
            RESOURCES.close()
            write_results(folder, points)
        return Swept(manifest.id, folder, dict(statuses), len(points) - statuses.total())


def _refuse_missing(request: Request, folder: Path) -> None:
    if request.resume and not folder.is_dir():
        raise TargetError(f"{folder}: is no sweep's folder", hint="leave --resume out to begin one")
    if request.workers < 1:
        raise UsageError("a sweep needs a worker")


def _complete(folder: Path, point: Point) -> RunRecord | None:
    record = outcome_of(folder, point)
    return record if record is not None and record.status == "complete" else None


def _manifest(
    request: Request, folder: Path
) -> tuple[Manifest, tuple[Point, ...], Mapping[str, object]]:
    """The manifest of the sweep, new or found, its points, and the secrets of every run."""
    subject = request.subject
    before = read_manifest(folder) if request.resume else None
    if before and not request.texts and not request.grid:
        checked = known_points(subject.parameters, before.points, request.files)
    else:
        checked = checked_points(subject.parameters, request.texts, request.files, request.grid)
    points = checked.points
    now = Manifest(
        id=before.id if before else new_id(),
        kind=subject.kind,
        source=str(subject.path),
        sha256=subject.sha256,
        points=tuple(point.plain for point in points),
        secrets=tuple(sorted(checked.secrets)),
    )
    if before:
        refuse_other(folder, before, now)
    if subject.project:
        ask_the_job(request, subject.project, points, checked.secrets)
    if not before:
        write_manifest(folder, now)
    return now, points, checked.secrets


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


_TOLD = 10


def workdir_of(request: Request) -> Path:
    """Where a job's relative paths start: as asked for, else with the data of its notebook."""
    if request.workdir is not None:
        return request.workdir.absolute()
    notebooks = request.subject.path / "notebooks"
    return notebooks if notebooks.is_dir() else request.subject.path


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
