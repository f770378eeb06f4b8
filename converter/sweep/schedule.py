"""Points on their way through an executor: so many at a time, tried again, each told when done.

Any `concurrent.futures.Executor` will do. What a run did is its record; an exception of a future
is about the executor: its worker is lost and the run begins anew, or nothing can run at all.
"""

from __future__ import annotations

import concurrent.futures as futures
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from converter.model.run_record import RunRecord
from converter.sweep.points import Point

MOST_LOSSES = 3
"""A run whose worker is lost more often than that is given up: it may be what kills them."""

Submit = Callable[[Point], "futures.Future[RunRecord]"]
Lost = tuple[type[BaseException], ...]


class WorkerLost(Exception):
    """The process that was to run a point is gone; whether the run had begun is not known."""


@dataclass
class _Try:
    point: Point
    tries: int = 0
    losses: int = 0


@dataclass(frozen=True)
class Rules:
    """How often a run is tried again, and whether the first that fails ends the sweep."""

    retries: int = 0
    fail_fast: bool = False
    width: int = 1
    lost: Lost = (futures.BrokenExecutor, WorkerLost)


def through(
    points: Iterable[Point],
    submit: Submit,
    rules: Rules,
    *,
    lost: Callable[[Point, str], RunRecord],
    again: Callable[[Point, RunRecord], None],
) -> Iterator[tuple[Point, RunRecord]]:
    """Each point with the record of its run, as they end.

    `width` points are under way at a time. `lost` makes the record of a run whose worker is gone;
    `again` is told the record of each try that is not the last.
    """
    waiting = iter(points)
    running: dict[futures.Future[RunRecord], _Try] = {}
    repeated: list[_Try] = []
    ending = False
    try:
        while True:
            while len(running) < rules.width and not ending:
                one = repeated.pop(0) if repeated else _next(waiting)
                if one is None:
                    break
                running[submit(one.point)] = one
            if not running:
                return
            done, _ = futures.wait(running, return_when=futures.FIRST_COMPLETED)
            for future in done:
                one = running.pop(future)
                record, last = _record(future, one, rules, lost)
                if not last:
                    again(one.point, record)
                    repeated.append(one)
                    continue
                ending = ending or (rules.fail_fast and record.status != "complete")
                yield one.point, record
    finally:
        for future in running:
            future.cancel()


def _next(waiting: Iterator[Point]) -> _Try | None:
    point = next(waiting, None)
    return None if point is None else _Try(point)


def _record(
    future: futures.Future[RunRecord],
    one: _Try,
    rules: Rules,
    lost: Callable[[Point, str], RunRecord],
) -> tuple[RunRecord, bool]:
    """The run's record, and whether the run is not tried again."""
    try:
        record = future.result()
    except rules.lost as exc:
        one.losses += 1
        return lost(one.point, str(exc)), one.losses > MOST_LOSSES
    one.tries += 1
    return record, record.status == "complete" or one.tries > rules.retries
