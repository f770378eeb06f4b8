"""Whether a project answers as its notebook did: what was compared, what differs, where first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Verdict = Literal["equivalent", "different", "nothing compared"]
Kind = Literal["value", "text", "figure", "file", "error", "shared", "answer"]

VARIATIONS = ("parameters", "subsample", "shuffle", "null", "category")


@dataclass(frozen=True)
class Tolerance:
    """How far two numbers with a fraction may be apart: relative, and absolute near zero.

    Both sides run the same code on the same machine: numbers are equal but for the order in which
    threads add them up. Single precision allows at least 1e-5, half precision 1e-2.
    """

    rtol: float = 1e-9
    atol: float = 1e-12


@dataclass(frozen=True)
class Finding:
    """One difference: its kind, the stage, the part, what each side has, and why it counts.

    `cell` is where the notebook shows it, as far as that is known.
    """

    kind: Kind
    stage: str
    path: str
    notebook: str
    project: str
    why: str
    cell: int | None = None


@dataclass(frozen=True)
class Located:
    """The earliest statement that explains a difference, on both sides side by side."""

    cell: int
    line: int
    source: str
    file: str
    file_line: int
    file_source: str
    name: str
    notebook: str
    project: str
    why: str


@dataclass(frozen=True)
class Counts:
    """How much was compared."""

    stages: int = 0
    names: int = 0
    parts: int = 0
    results: int = 0
    lines: int = 0
    figures: int = 0
    files: int = 0
    errors: int = 0
    answers: int = 0

    def anything(self) -> bool:
        """True when there was something to compare."""
        parts = (self.parts, self.lines, self.figures, self.files, self.errors, self.answers)
        return any(parts)


@dataclass(frozen=True)
class Proof:
    """The comparison of one run of both.

    `unstable` names what differs between two runs of the notebook itself and is left out;
    `unseen` what cannot be compared (path, what it is), `sampled` what was compared in part.
    `generators` are random generators that stand elsewhere, at the first stage where they do.
    `title` says which run it was; `variations` are the proofs on other inputs.
    """

    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    counts: Counts = Counts()
    unstable: tuple[str, ...] = ()
    unseen: tuple[tuple[str, str], ...] = ()
    sampled: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    generators: str = ""
    located: Located | None = None
    title: str = "as it stands"
    stages: tuple[tuple[str, bool], ...] = ()
    variations: tuple[Proof, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    environment: Mapping[str, Any] = field(default_factory=dict)

    @property
    def equivalent(self) -> bool:
        """True when the project answered as the notebook did, on all inputs that were tried."""
        return self.verdict == "equivalent" and all(one.equivalent for one in self.variations)


Silenced = tuple[int, str, str | None]
"""A cell, a magic in it that a project has no counterpart of, and its code where it runs code."""


@dataclass(frozen=True)
class Provenance:
    """What a project says of where it came from (`.nbship/provenance.json`)."""

    notebook: str
    sha256: str
    package: str
    command: str
    target: str
    displays: str
    literal: str
    stages: tuple[StageOrigin, ...]
    results: tuple[tuple[str, str], ...]
    lifted: Mapping[str, tuple[str, ...]]
    left_out: Mapping[str, tuple[int, ...]]
    silenced: tuple[Silenced, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    endpoints: tuple[Mapping[str, Any], ...] = ()

    def stage_of(self, cell: int | None) -> str:
        """The stage that a cell belongs to, or the next one: imports stand before all stages."""
        for stage in self.stages:
            if cell is not None and cell <= stage.cells[-1]:
                return stage.name
        return self.stages[-1].name if self.stages and cell is not None else ""


@dataclass(frozen=True)
class StageOrigin:
    """A stage: its module, cells, the names good at its end, its statements.

    Names are pairs (in the pipeline, in the notebook); a statement is (cell, line, names).
    """

    name: str
    module: str
    cells: tuple[int, ...]
    names: tuple[tuple[str, str], ...]
    statements: tuple[tuple[int, int, tuple[tuple[str, str], ...]], ...]
