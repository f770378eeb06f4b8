"""A sweep: checked points, each run once to a good end, its records kept and its table written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from converter.errors import TargetError, UsageError
from converter.model.run_record import RunRecord
from converter.orchestrate.crew import crew_of
from converter.orchestrate.grid import checked_points, known_points
from converter.orchestrate.many_runs import Listener, Request, Runner, ask_the_job, resources
from converter.orchestrate.recorder import Recorder
from converter.orchestrate.surroundings import new_id
from converter.orchestrate.threads import shared_cores
from converter.sweep.folder import (
    Manifest,
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
    cores = shared_cores(request.workers, request.threads, on=request.on)
    with locked(folder), cores:
        manifest, points, secrets = _manifest(request, folder)
        with resources(request):
            runner = Runner(request, folder, manifest.id, secrets, recorder)
            statuses = _run(runner, points, listener)
    return Swept(manifest.id, folder, dict(statuses), len(points) - statuses.total())


def _run(runner: Runner, points: tuple[Point, ...], listener: Listener) -> Counter[str]:
    """Run the points that are not complete; how many runs ended in which way, earlier ones too."""
    request, folder = runner.request, runner.folder
    before = {p.number: r for p in points if (r := _complete(folder, p)) is not None}
    for record in before.values():
        runner.recorder.put(record)
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
            apart=request.apart,
        ) as crew:
            submit = runner.submitter(crew)
            rules = replace(rules, width=crew.width)
            for point, record in through(todo, submit, rules, lost=runner.lost, again=runner.ended):
                keep_outcome(folder, point, record)
                runner.ended(point, record)
                statuses[record.status] += 1
                listener.ended(point, record)
    finally:
        runner.interrupted()
        write_results(folder, points)
    return statuses


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
