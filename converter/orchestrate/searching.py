"""A search: points that a study proposes, run as those of a sweep, until there are enough."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from converter.errors import StoreProblem, TargetError, UsageError
from converter.model.run_document import plain
from converter.model.run_record import Reading, RunRecord
from converter.orchestrate.crew import Crew, crew_of
from converter.orchestrate.many_runs import Listener, Runner, ask_the_job, resources
from converter.orchestrate.recorder import Recorder
from converter.orchestrate.search_manifest import MANIFEST, SearchRequest, search_id
from converter.orchestrate.search_space import Space, space_of
from converter.orchestrate.threads import shared_cores
from converter.run.values import named, problem_of
from converter.search.study import Study, Told
from converter.sweep.folder import (
    keep_outcome,
    locked,
    outcomes_in,
    write_document,
    write_results,
)
from converter.sweep.points import Point
from converter.sweep.schedule import Rules, through

BEST = "best.json"
STUDY = "study.db"


@dataclass(frozen=True)
class Best:
    """The best trial: its point, the metric, and the values of all parameters searched or given."""

    point: int
    metric: float
    values: Mapping[str, object]
    run: str


@dataclass(frozen=True)
class Searched:
    """A search that has ended."""

    id: str
    folder: Path
    statuses: Mapping[str, int]
    best: Best | None


def search(
    request: SearchRequest,
    recorder: Recorder,
    listener: Listener,
    *,
    study_url: Callable[[], str],
    warn: Callable[[str], None],
) -> Searched:
    """The search, run to its end; what was done before in its folder counts.

    `study_url` gives the database of the study; where that cannot be used, a file in the folder
    takes its place. Raises UsageError for what is wrong with the ranges or the metric.
    """
    folder = request.runs.folder.absolute()
    space = space_of(request.runs.subject.parameters, request.runs.texts, request.runs.files)
    if request.runs.resume and not (folder / MANIFEST).is_file():
        raise TargetError(f"{folder}: holds no search", hint="leave --resume out to begin one")
    cores = shared_cores(request.runs.workers, request.runs.threads, on=request.runs.on)
    with locked(folder), cores, resources(request.runs):
        found = _Search(request, folder, space, recorder, listener)
        found.prepare(study_url, warn)
        return found.run()


class _Search:
    """One search under way."""

    def __init__(
        self,
        request: SearchRequest,
        folder: Path,
        space: Space,
        recorder: Recorder,
        listener: Listener,
    ) -> None:
        self.request = request
        self.folder = folder
        self.space = space
        self.listener = listener
        self.recorder = recorder
        self.id = search_id(request, folder, space)
        self.runner = Runner(request.runs, folder, self.id, space.secrets, recorder)
        self.study: Study
        self.points: dict[int, Point] = {}
        self.statuses: Counter[str] = Counter()
        self.best: Best | None = None
        self.reported: set[str] = set()
        self.began = time.monotonic()

    def prepare(self, study_url: Callable[[], str], warn: Callable[[str], None]) -> None:
        """Open the study, and make it know what an earlier process did."""
        known = self._remember()
        project = self.request.runs.subject.project
        if project:
            ask_the_job(self.request.runs, project, self.points.values(), self.space.secrets)
        self.study = self._opened(study_url, warn)
        self.study.restore(known)

    def _opened(self, study_url: Callable[[], str], warn: Callable[[str], None]) -> Study:
        """The study in the store's database, else in the folder."""
        beside = f"sqlite:///{self.folder / STUDY}"
        if not (self.folder / STUDY).exists():
            try:
                return self._study(study_url())
            except StoreProblem as exc:
                warn(f"{exc.message}; the study is in {self.folder / STUDY}")
        return self._study(beside)

    def _study(self, url: str) -> Study:
        request = self.request
        # Resumed, a study would draw again what it drew at first.
        seed = None if request.seed is None else request.seed + len(self.points)
        return Study(
            f"nbship-{self.id}",
            url,
            self.space.ranges,
            direction=request.direction,
            sampler=request.sampler,
            seed=seed,
        )

    def run(self) -> Searched:
        """Run trials until there are enough."""
        request = self.request
        self.listener.begun(request.trials, self.statuses.total())
        rules = Rules(request.runs.retries, request.runs.fail_fast, request.runs.workers)
        try:
            with crew_of(
                request.runs.on,
                request.runs.workers,
                subject=request.runs.subject,
                share=request.runs.share,
                data=request.runs.data,
                apart=request.runs.apart,
            ) as crew:
                rules = replace(rules, width=min(crew.width, request.runs.workers))
                for point, record in through(
                    self._asked(),
                    self.runner.submitter(crew, self._hearing(crew)),
                    rules,
                    lost=self.runner.lost,
                    again=self.runner.ended,
                ):
                    self._learn(point, record)
        finally:
            self.runner.interrupted()
            write_results(self.folder, [self.points[number] for number in sorted(self.points)])
            self._write_best()
        return Searched(self.id, self.folder, dict(self.statuses), self.best)

    def _asked(self) -> Iterator[Point]:
        """The points that the study proposes, while more are wanted."""
        number = max(self.points, default=0)
        limit = self.request.stop_after
        while len(self.points) < self.request.trials:
            if limit is not None and time.monotonic() - self.began > limit:
                return
            number += 1
            values = self.study.ask(number)
            point = Point(number, {**self.space.fixed, **values})
            self.points[number] = point
            yield point

    def _hearing(self, crew: Crew) -> Callable[[Point], Callable[[Reading], bool]] | None:
        """What hears the metrics of a point's run as they come, where the crew can."""
        if not self.request.prune or not crew.hears:
            return None

        def hearing(point: Point) -> Callable[[Reading], bool]:
            def hear(reading: Reading) -> bool:
                if reading.name != self.request.metric:
                    return True
                try:
                    return self.study.hear(point.number, reading)
                except StoreProblem:  # a study that does not answer ends no run
                    return True

            return hear

        return hearing

    def _learn(self, point: Point, record: RunRecord) -> None:
        """Keep how a trial ended, and tell the study."""
        keep_outcome(self.folder, point, record)
        self.runner.ended(point, record)
        told = self._told(point, record)
        self.study.tell(told)
        self._count(point, record, told)
        self.listener.ended(point, record)
        self._refuse_silence(record)

    def _told(self, point: Point, record: RunRecord) -> Told:
        metric = record.metrics.get(self.request.metric) if record.status == "complete" else None
        values = {name: point.values[name] for name in self.space.ranges}
        return Told(point.number, values, metric, pruned=record.status == "pruned")

    def _count(self, point: Point, record: RunRecord, told: Told) -> None:
        self.statuses[record.status] += 1
        self.reported |= set(record.metrics)
        if told.metric is None or told.metric != told.metric:
            return
        sign = 1 if self.request.direction == "maximize" else -1
        if self.best is None or sign * told.metric > sign * self.best.metric:
            values = {name: plain(value) for name, value in point.values.items()}
            self.best = Best(point.number, told.metric, values, record.id)
            self._write_best()

    def _refuse_silence(self, record: RunRecord) -> None:
        """Raise UsageError when a run is complete and does not report the metric."""
        metric = self.request.metric
        if record.status != "complete" or metric in record.metrics:
            return
        names = ", ".join(sorted(self.reported)) or "none"
        hint = f"its metrics: {names}; tag the cell that assigns it `metrics`, or `output:{metric}`"
        raise UsageError(f"a complete run reports no metric {metric!r}", hint=hint)

    def _write_best(self) -> None:
        """Write the best values as a parameter file for `nbship run -f` and the job's --params."""
        if self.best is not None:
            write_document(self.folder / BEST, dict(self.best.values))

    def _remember(self) -> list[Told]:
        """Take over what an earlier process did."""
        known = []
        for number, record in outcomes_in(self.folder):
            values = self._values(record)
            if values is None:
                continue
            point = Point(number, values)
            self.points[number] = point
            told = self._told(point, record)
            known.append(told)
            self._count(point, record, told)
            self.recorder.put(record)
        return known

    def _values(self, record: RunRecord) -> dict[str, object] | None:
        """The values of a point that an earlier process asked for; None where they are lost."""
        parameters = self.request.runs.subject.parameters
        found = dict(self.space.fixed)
        for name in self.space.ranges:
            value, problem = problem_of(named(parameters, name), record.parameters.get(name))
            if problem:
                return None
            found[name] = value
        return found
