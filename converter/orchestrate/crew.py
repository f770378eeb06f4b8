"""Who runs tasks: threads of this process, or the workers of a cluster. One line for each engine.

Any `concurrent.futures.Executor` can be one: what is submitted is a function of the module level
with one argument, both of which can be pickled.
"""

from __future__ import annotations

import concurrent.futures as futures
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from converter.errors import NbshipError, UsageError
from converter.model.run_record import RunRecord
from converter.orchestrate.remote import Return, Trip, brought_home, source_package, travel
from converter.orchestrate.subject import Subject
from converter.orchestrate.task import Task, run_task
from converter.run.memory import descendants, kill_group
from converter.run.metrics import Hear
from converter.sweep.bundle import forgotten
from converter.sweep.dask_cluster import dask_executor
from converter.sweep.local import local_executor

_DASK = re.compile(r"dask(?:://(?P<address>[^/\s]+))?|(?P<url>(?:tcp|tls|ucx|ws|wss)://\S+)")


@dataclass(frozen=True)
class Crew:
    """Takes tasks; `width` is how many should be under way at a time.

    With `hears`, whoever is given with a task is told of its metrics as they come.
    """

    submit: Callable[[Task, Hear | None], futures.Future[RunRecord]]
    width: int
    hears: bool = False


@contextmanager
def crew_of(
    where: str,
    workers: int,
    *,
    subject: Subject,
    share: str = "",
    data: tuple[Path, ...] = (),
    apart: bool = False,
) -> Iterator[Crew]:
    """The crew that `--on` names; `apart` gives each run here a working folder of its own.

    Raises UsageError for an unknown one.
    """
    if where == "local":
        if share or (data and not apart):
            raise UsageError(
                "--share and --data are for runs elsewhere: give --on too",
                hint="or --data with --apart",
            )
        with local_executor(workers, end_children) as executor:
            yield (
                _apart(executor, workers, subject, data)
                if apart
                else Crew(
                    lambda task, hear: executor.submit(run_task, task, hear), workers, hears=True
                )
            )
        return
    match = _DASK.fullmatch(where)
    if match is None:
        hint = "write local, dask, or dask://HOST:PORT"
        raise UsageError(f"--on {where}: is no place to run", hint=hint)
    address = match["url"] or (f"tcp://{match['address']}" if match["address"] else "")
    source, root = source_package(subject, data, share)
    try:
        with dask_executor(address, workers) as (executor, width):
            yield Crew(lambda task, hear: _sent(executor, Trip(task, source, root, share)), width)
    finally:
        forgotten(source)


def _apart(
    executor: futures.Executor, workers: int, subject: Subject, data: tuple[Path, ...]
) -> Crew:
    """Threads here, for runs in folders of their own."""
    source, root = source_package(subject, data, "", here=True)

    def submit(task: Task, hear: Hear | None) -> futures.Future[RunRecord]:
        return _sent(executor, Trip(task, source, root, here=True), hear)

    return Crew(submit, workers, hears=True)


def _sent(executor: futures.Executor, trip: Trip, *hear: Hear | None) -> futures.Future[RunRecord]:
    """The run somewhere else, done when its files are here."""
    found: futures.Future[RunRecord] = futures.Future()
    found.set_running_or_notify_cancel()

    def done(theirs: futures.Future[Return]) -> None:
        error = theirs.exception()
        if error is not None:
            found.set_exception(error)
            return
        try:
            found.set_result(brought_home(theirs.result(), Path(trip.task.folder)))
        except (NbshipError, OSError) as exc:
            found.set_exception(exc)

    executor.submit(travel, trip, *hear).add_done_callback(done)
    return found


def end_children() -> None:
    """End every process that our runs have started."""
    for pid in descendants(os.getpid()):
        kill_group(pid)
