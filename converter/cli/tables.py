"""Door to rich: sections as drawn tables, progress as a bar. Only used on a terminal."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from converter.cli.section import Section
from converter.cli.visible import visible

_STYLES = {"refused": "bold red", "remarks": "bold yellow"}
"""Titles that must catch the eye."""


def drawn(sections: Iterable[Section], stream: IO[str]) -> str:
    """The sections as rich tables, coloured as `stream` and NO_COLOR allow."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=stream)
    buffer = io.StringIO()
    paper = Console(
        file=buffer,
        width=console.width,
        force_terminal=True,
        color_system=console.color_system,  # type: ignore[arg-type]  # rich reads it as a str
        no_color=console.no_color,
    )
    for section in sections:
        if not section.rows and not section.note:
            continue
        paper.print(Text(visible(section.title), style=_STYLES.get(section.title, "bold cyan")))
        if section.rows:
            table = Table(*section.columns, box=None, pad_edge=True, header_style="dim")
            for row in section.rows:
                table.add_row(*(Text(visible(cell.rstrip())) for cell in row))
            paper.print(table)
        if section.note:
            paper.print(Text(f" {visible(section.note)}", style="dim"))
        paper.print()
    return buffer.getvalue().rstrip("\n")


@contextmanager
def bar(what: str, stream: IO[str]) -> Iterator[Callable[[int, int], None]]:
    """A bar that moves when it is told (step, steps), and vanishes at the end."""
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    console = Console(file=stream)
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as drawn_bar:
        task = drawn_bar.add_task(escape(visible(what)), total=None)
        yield lambda step, steps: drawn_bar.update(task, completed=step, total=steps)


class RunBar:
    """A bar of many runs, made by `run_bar`."""

    def __init__(self, bar: Any, what: str) -> None:
        self._bar = bar
        self._what = what
        self._task: Any = None

    def start(self, total: int, done: int) -> None:
        """Draw it."""
        self._task = self._bar.add_task(self._what, total=total, completed=done)

    def advance(self, line: str) -> None:
        """One run has ended; `line` stays above the bar."""
        from rich.markup import escape

        if line:
            self._bar.console.print(escape(visible(line)), highlight=False, soft_wrap=True)
        self._bar.advance(self._task)


@contextmanager
def run_bar(what: str, stream: IO[str]) -> Iterator[RunBar]:
    """A bar with the rate of runs and the time that is left."""
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Runs a minute, or a second where they are quick."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            if not speed:
                return Text("")
            told = f"{speed:.1f}/s" if speed >= 1 else f"{speed * 60:.1f}/min"
            return Text(told, style="progress.data.speed")

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate()
    console = Console(file=stream)
    with Progress(
        *columns, TimeRemainingColumn(), console=console, speed_estimate_period=300
    ) as bar:
        yield RunBar(bar, escape(visible(what)))
