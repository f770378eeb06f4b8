"""How far a run is: a bar on a terminal, one plain line a cell in a pipe. Always on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from converter.cli import render

Progress = Callable[[int, int], None]


@contextmanager
def progress_of(what: str, *, quiet: bool) -> Iterator[Progress | None]:
    """A function that hears (cell, cells) as each cell begins, or None when nobody listens."""
    if quiet:
        yield None
    elif render.is_terminal(sys.stderr):
        from converter.cli.tables import bar

        with bar(what, sys.stderr) as advance:
            yield advance
    else:
        yield _lines(what)


def _lines(what: str) -> Progress:
    last = 0

    def line(cell: int, cells: int) -> None:
        nonlocal last
        if cell != last:  # a cell that runs in two halves is said once
            render.remark(f"{what}: cell {cell} of {cells}")
        last = cell

    return line
