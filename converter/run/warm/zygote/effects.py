"""What an import does besides binding names, so that it can be done again when a notebook imports.

A notebook may have changed the warning filters, the environment or `sys.stderr` by then: what was
shown or set at import time is shown or set anew, under what holds at that moment.
"""

from __future__ import annotations

import itertools
import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import FrameType
from typing import Any

Place = tuple[str, int, dict[str, Any]]  # a file, a line and the globals of the code there
STATEMENT = "<nbship: import>"  # the file name of an import statement in the server


@dataclass(frozen=True)
class Return:
    """Modules that are brought back together, because `requested` is imported.

    `lines` tells where a module imports another one.
    """

    requested: str
    modules: Mapping[str, Any]
    lines: Mapping[tuple[str, str], int]

    def importer(self, module: str, recorded: str) -> Place | None:
        """The code that imports a module here; in the server it was that of module `recorded`."""
        for name in (recorded, *self.modules):
            line = self.lines.get((name, module))
            asked = module == self.requested or self.requested.startswith(f"{module}.")
            if name in self.modules and line and not (asked and name != recorded):
                owner = vars(self.modules[name])
                return str(owner.get("__file__", "")), line, owner
        frame = importing_frame()
        return frame and (frame.f_code.co_filename, frame.f_lineno, frame.f_globals)


Replay = Callable[[Return], None]


@dataclass(frozen=True)
class Effect:
    """Something that a module did while it was loaded; `number` orders all effects."""

    number: int
    module: str
    replay: Replay


def text_written(stream: str, text: str) -> Replay:
    """Writing `text` to `sys.stdout` or `sys.stderr`."""

    def replay(_: Return) -> None:
        getattr(sys, stream).write(text)

    return replay


def warning_shown(message: Any, category: Any, place: Place) -> Replay:
    """Giving a warning at a place."""
    return lambda _: _warn(message, category, place)


def warning_at_importer(message: Any, category: Any, module: str, importer: str) -> Replay:
    """Giving a warning at the line that imports `module`, as `stacklevel=2` means it."""

    def replay(back: Return) -> None:
        place = back.importer(module, importer)
        if place is not None:
            _warn(message, category, place)

    return replay


def _warn(message: Any, category: Any, place: Place) -> None:
    filename, lineno, owner = place
    warnings.warn_explicit(
        message,
        category,
        filename,
        lineno,
        module=owner.get("__name__", "<unknown>"),
        registry=owner.setdefault("__warningregistry__", {}),
    )


def importing_frame() -> FrameType | None:
    """The frame of the code whose import statement is being carried out."""
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        file = frame.f_code.co_filename
        ours = frame.f_globals.get("__name__", "").startswith(__package__ or "_nbship")
        if not ours and "importlib" not in file:
            return frame
        frame = frame.f_back
    return None


def filters_changed(before: list[Any], after: list[Any]) -> Replay:
    """Doing to the warning filters what led from `before` to `after`."""
    kept = _common_end(before, after)
    first = after[: len(after) - kept]
    gone = [one for one in before[: len(before) - kept] if one not in first]
    last: list[Any] = []
    if first[: len(before)] == before:  # only added at the end
        first, last, gone = [], after[len(before) :], []

    def replay(_: Return) -> None:
        filters: list[Any] = warnings.filters  # type: ignore[assignment]
        for one in [*gone, *first]:
            if one in filters:
                filters.remove(one)
        filters[:0] = first
        filters.extend(one for one in last if one not in filters)
        filters_mutated()

    return replay


def _common_end(one: list[Any], other: list[Any]) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] is other[-1 - count]:
        count += 1
    return count


def filters_mutated() -> None:
    """Tell the interpreter that the list of filters has changed."""
    told = getattr(warnings, "_filters_mutated", None)
    if told is None:  # Python 3.14
        with warnings._lock:  # type: ignore[attr-defined]
            warnings._filters_mutated_lock_held()  # type: ignore[attr-defined]
    else:
        told()


def environment_changed(changed: dict[str, str | None]) -> Replay:
    """Setting (or with None removing) environment variables."""

    def replay(_: Return) -> None:
        for name, value in changed.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

    return replay


def callbacks_added(events: Any, event: str, added: list[Any]) -> Replay:
    """Registering functions with IPython's events."""

    def replay(_: Return) -> None:
        for function in added:
            events.register(event, function)

    return replay


def next_thread() -> int:
    """The number that the next nameless thread gets."""
    counter: Any = threading._counter  # type: ignore[attr-defined]
    return int(repr(counter.__self__)[len("count(") : -1])


def number_threads(first: int) -> None:
    """Let the next nameless thread be this one."""
    threading._counter = itertools.count(first).__next__  # type: ignore[attr-defined]


def threads_numbered(count: int) -> Replay:
    """Using up numbers of threads."""
    return lambda _: number_threads(next_thread() + count)


def started_again(start: Callable[[], Any]) -> Replay:
    """Starting a thread pool that was stopped for the fork."""

    def replay(_: Return) -> None:
        start()

    return replay


def root_logger_changed(handlers: list[Any], level: int) -> Replay:
    """Giving the root logger handlers and a level."""

    def replay(_: Return) -> None:
        for handler in handlers:
            logging.root.addHandler(handler)
        logging.root.setLevel(level)

    return replay
