"""Points through an executor: width, retries, lost workers, the first failure."""

from __future__ import annotations

import concurrent.futures as futures
from dataclasses import replace

import pytest
from store_records import a_record

from converter.model.run_record import RunRecord
from converter.sweep.points import Point
from converter.sweep.schedule import MOST_LOSSES, Rules, WorkerLost, through

POINTS = [Point(number, {"n": number}) for number in range(1, 6)]


class Endings:
    """Answers each run of a point with the next of its endings; the last one stays."""

    def __init__(self, endings: dict[int, list[str]]) -> None:
        self.endings = endings
        self.begun: list[int] = []
        self.tries: list[tuple[int, str]] = []
        self.under_way = 0
        self.most = 0

    def submit(self, point: Point) -> futures.Future[RunRecord]:
        future: futures.Future[RunRecord] = futures.Future()
        self.begun.append(point.number)
        left = self.endings.get(point.number, ["complete"])
        ending = left.pop(0) if len(left) > 1 else left[0]
        if ending == "lost":
            future.set_exception(WorkerLost("gone"))
        else:
            future.set_result(a_record(status=ending, point=point.number))
        return future

    def run(self, **rules: object) -> list[tuple[int, str]]:
        found = through(
            POINTS,
            self.submit,
            Rules(**rules),  # type: ignore[arg-type]
            lost=lambda point, why: replace(a_record(status="killed"), point=point.number),
            again=lambda point, record: self.tries.append((point.number, record.status)),
        )
        return sorted((point.number, record.status) for point, record in found)


def test_every_point_runs_once() -> None:
    endings = Endings({})
    assert endings.run(width=2) == [(number, "complete") for number in range(1, 6)]
    assert endings.begun == [1, 2, 3, 4, 5] and endings.tries == []


def test_a_failed_run_is_tried_again() -> None:
    endings = Endings({2: ["failed", "timeout", "complete"], 3: ["failed"]})
    found = dict(endings.run(retries=2))
    assert (found[2], found[3]) == ("complete", "failed")
    assert endings.begun.count(2) == endings.begun.count(3) == 3
    assert sorted(endings.tries) == [(2, "failed"), (2, "timeout"), (3, "failed"), (3, "failed")]


def test_a_lost_worker_costs_no_retry() -> None:
    endings = Endings({1: ["lost", "lost", "complete"]})
    assert dict(endings.run())[1] == "complete"
    assert endings.tries == [(1, "killed"), (1, "killed")]


def test_a_run_that_loses_every_worker_is_given_up() -> None:
    endings = Endings({1: ["lost"]})
    assert dict(endings.run(retries=9))[1] == "killed"
    assert endings.begun.count(1) == MOST_LOSSES + 1


def test_the_first_failure_ends_the_sweep() -> None:
    endings = Endings({2: ["failed"]})
    assert endings.run(fail_fast=True) == [(1, "complete"), (2, "failed")]
    assert Endings({2: ["failed", "complete"]}).run(fail_fast=True, retries=1)[-1] == (5, "complete")


def test_other_errors_end_the_sweep_and_cancel_what_waits() -> None:
    waiting: futures.Future[RunRecord] = futures.Future()
    broken: futures.Future[RunRecord] = futures.Future()
    broken.set_exception(OSError("disk"))
    answers = [broken, waiting]
    found = through(
        POINTS,
        lambda point: answers.pop(0),
        Rules(width=2),
        lost=lambda point, why: a_record(),
        again=lambda point, record: None,
    )
    with pytest.raises(OSError, match="disk"):
        list(found)
    assert waiting.cancelled()
