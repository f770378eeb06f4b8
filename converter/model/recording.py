"""What a run did, written down: the notebook's, or that of the project made from it.

Portraits (`nodes`) are JSON trees as `converter.probe` draws them; their arrays lie in `folder`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

VERSION = 1

Place = int | str | None
"""A cell's number, a stage's name, or None for what is before or after all of them."""


@dataclass(frozen=True)
class Failure:
    """An exception that ended a run: its type and message, cell and line of the notebook."""

    type: str
    message: str
    cell: int | None = None
    line: int | None = None

    @property
    def ends_well(self) -> bool:
        """True for `sys.exit()` and `sys.exit(0)`: the notebook's code ended the run, and all is well."""
        return self.type == "SystemExit" and self.message in ("", "0", "None")


@dataclass(frozen=True)
class Output:
    """Text of one cell or stage: `stdout`, or `display` for the text form of a shown value."""

    at: Place
    kind: Literal["stdout", "display"]
    text: str


@dataclass(frozen=True)
class CellRun:
    """One run of a cell: its number, its seconds, the names that it changed and how."""

    number: int
    seconds: float
    changed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Point:
    """Names at one moment. `shared` are groups of names for one object; `generators` digests of
    the states of global random generators; `summaries` say for people what each value is."""

    name: str
    nodes: Mapping[str, Any]
    shared: tuple[tuple[str, ...], ...] = ()
    generators: Mapping[str, str] = field(default_factory=dict)
    summaries: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One statement of a stage: cell and line, line of its own file, its names, what it printed."""

    cell: int
    line: int
    own: int
    nodes: Mapping[str, Any]
    text: str = ""


@dataclass(frozen=True)
class FigureShown:
    """A figure: where it was shown, and its file in `figures/` unless `why` says why not."""

    at: Place
    file: str | None
    why: str = ""


@dataclass(frozen=True)
class FileUse:
    """A data file: `r` read, `w` written, `d` deleted; `path` from the notebook's folder.

    Written ones have size and digest; `kept` is a copy in the recording, where there is one.
    """

    path: str
    mode: Literal["r", "w", "d"]
    at: Place = None
    inside: bool = True
    size: int = 0
    sha256: str = ""
    kept: str = ""


@dataclass(frozen=True)
class Call:
    """One recorded call: arguments, keyword arguments and result as portraits."""

    function: str
    at: Place
    arguments: tuple[Any, ...]
    words: Mapping[str, Any]
    result: Any
    rows: int = 1
    error: str | None = None


@dataclass(frozen=True)
class Recording:
    """One run. `complete` is True when the probe saw its end; `troubles` are the probe's own."""

    side: Literal["notebook", "project"]
    name: str
    sha256: str
    folder: Path
    seconds: float = 0.0
    complete: bool = True
    parameters: Mapping[str, Any] = field(default_factory=dict)
    seed: int | None = None
    cells: tuple[CellRun, ...] = ()
    outputs: tuple[Output, ...] = ()
    points: tuple[Point, ...] = ()
    steps: tuple[Step, ...] = ()
    figures: tuple[FigureShown, ...] = ()
    files: tuple[FileUse, ...] = ()
    calls: tuple[Call, ...] = ()
    call_counts: Mapping[str, int] = field(default_factory=dict)
    served: tuple[Mapping[str, Any], ...] = ()
    """Calls of functions that a service will serve: tables of rows, and the answers."""
    frames: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The columns of frames that the notebook ended with, where a service asked for them."""
    frame_types: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The dtypes of these columns."""
    checked: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """How the rows that made functions prepare compare with those the notebook prepared."""
    needless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    idle: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fractional: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Fields of a served function's rows that its answers do not depend on."""
    unstorable: Mapping[str, str] = field(default_factory=dict)
    """Why values that serving reads cannot be stored in a file."""
    unsteady: Mapping[str, str] = field(default_factory=dict)
    """Where served functions answer the same rows otherwise when they are asked again."""
    references: Mapping[str, str] = field(default_factory=dict)
    error: Failure | None = None
    environment: Mapping[str, Any] = field(default_factory=dict)
    troubles: tuple[str, ...] = ()

    def point(self, name: str) -> Point | None:
        """The moment of this name, if the run came so far."""
        return next((point for point in self.points if point.name == name), None)
