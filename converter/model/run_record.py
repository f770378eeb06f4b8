"""What is known of one run of a notebook or a job: what the run store keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Status = Literal[
    "running", "complete", "failed", "timeout", "killed", "out-of-memory", "interrupted", "pruned"
]
STATUSES: tuple[Status, ...] = get_args(Status)
RunKind = Literal["notebook", "job"]

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
"""What JSON holds; numbers that JSON lacks (nan, inf) are allowed."""


@dataclass(frozen=True)
class StepTime:
    """The duration of one cell (its number as text) or one stage (its name)."""

    name: str
    seconds: float


@dataclass(frozen=True)
class OutputFile:
    """A file that a run wrote; `path` is relative to the run's own folder, or absolute."""

    path: str
    bytes: int | None = None
    sha256: str | None = None


@dataclass(frozen=True)
class RunError:
    """Why a run did not complete, with its place in the notebook where that is known."""

    kind: str
    message: str
    cell: int | None = None
    line: int | None = None
    stage: str = ""

    def text(self) -> str:
        """`cell 4, line 6: ZeroDivisionError: division by zero`."""
        words = [f"stage {self.stage}"] if self.stage else []
        words += [f"cell {self.cell}"] if self.cell is not None else []
        words += [f"line {self.line}"] if self.line is not None else []
        what = f"{self.kind}: {self.message}" if self.message else self.kind
        return f"{', '.join(words)}: {what}" if words else what


@dataclass(frozen=True)
class Reading:
    """A metric's value while the run went on; `step` counts as the run itself counts."""

    name: str
    step: int
    value: float


@dataclass(frozen=True)
class RunRecord:
    """One run.

    `id` begins with the time it started, so that ids sort by time. `source` is the path of the
    notebook or project, `sha256` the digest of what was run. `parameters` are all that are known,
    defaults too, secrets masked; `metrics` the last value of each, `history` what they were on the
    way. `output` is the executed
    notebook or the job's run folder, `outputs` the files of the run. `sweep` and `point` name the
    sweep or search and the place in it.
    """

    id: str
    kind: RunKind
    name: str
    status: Status
    started: float
    source: str = ""
    sha256: str = ""
    seconds: float | None = None
    parameters: Mapping[str, Plain] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)
    steps: tuple[StepTime, ...] = ()
    outputs: tuple[OutputFile, ...] = ()
    output: str = ""
    error: RunError | None = None
    python: str = ""
    packages: Mapping[str, str] = field(default_factory=dict)
    git_commit: str = ""
    git_dirty: bool = False
    host: str = ""
    pid: int | None = None
    engine: str = ""
    sweep: str = ""
    point: int | None = None
    tags: tuple[str, ...] = ()
    history: tuple[Reading, ...] = ()
