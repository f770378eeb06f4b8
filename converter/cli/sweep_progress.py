"""How far a sweep is: a bar with rate and time left on a terminal, a line for each run in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from converter.cli import render
from converter.cli.run_table import pairs

if TYPE_CHECKING:
    from converter.model.run_record import RunRecord
    from converter.orchestrate.many_runs import Listener
    from converter.sweep.points import Point


class Silence:
    """Tells nobody."""

    def begun(self, points: int, done: int) -> None:
        """Nothing."""

    def ended(self, point: Point, record: RunRecord) -> None:
        """Nothing."""


class Lines:
    """One line for each run, on stderr."""

    def __init__(self) -> None:
        self.points = 0
        self.done = 0

    def begun(self, points: int, done: int) -> None:
        """Say how much is to do."""
        self.points, self.done = points, done
        before = f", {done} of them done before" if done else ""
        render.remark(f"{points} point{'s' if points != 1 else ''}{before}")

    def ended(self, point: Point, record: RunRecord) -> None:
        """Say how a run ended."""
        self.done += 1
        render.remark(f"[{self.done}/{self.points}] {line_of(point, record)}")


class Bar:
    """A bar; runs that are not complete leave a line above it."""

    def __init__(self, bar: Any) -> None:
        self.bar = bar

    def begun(self, points: int, done: int) -> None:
        """Draw the bar."""
        self.bar.start(points, done)

    def ended(self, point: Point, record: RunRecord) -> None:
        """Move the bar."""
        line = "" if record.status == "complete" else line_of(point, record)
        self.bar.advance(line)


def line_of(point: Point, record: RunRecord) -> str:
    """`alpha=0.1 seed=3: complete, accuracy=0.93, 4.2 s`."""
    parts: list[str] = [record.status]
    parts += [pairs(record.metrics.items())] if record.metrics else []
    parts += [record.error.text()[:200]] if record.error else []
    parts += [f"{record.seconds:.1f} s"] if record.seconds is not None else []
    return f"{pairs(point.plain.items()) or point.number}: {', '.join(parts)}"


@contextmanager
def sweep_listener(what: str, *, quiet: bool) -> Iterator[Listener]:
    """Whoever is to be told how the sweep goes."""
    if quiet:
        yield Silence()
    elif render.is_terminal(sys.stderr):
        from converter.cli.tables import run_bar

        with run_bar(what, sys.stderr) as bar:
            yield Bar(bar)
    else:
        yield Lines()
