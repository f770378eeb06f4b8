"""What of a notebook is served and what trains: decided on the dataflow, before anything is rendered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

How = Literal["tagged", "named", "uses a model", "asked for", "shown", "estimator", "blend", "made"]

EXPLORES = "explores: neither artifacts nor metrics nor answers need it"
"""Why a service drops a statement that neither training nor serving needs."""


@dataclass(frozen=True)
class Candidate:
    """A function that could be served, or an estimator that one could be made for: where, and why.

    `why_not` says what keeps it from being served, or is empty.
    """

    name: str
    statement: int
    cell: int
    how: How
    why_not: str = ""


@dataclass(frozen=True)
class Made:
    """A served function that was made: its name, the estimator it asks, and what checks it.

    `rows` is the name under which a watched run keeps the rows as they came; `prepared` is that of a
    function which gives what the estimator is asked about, `tested` the notebook's own text for
    that. `cells` are the texts of the cells that a watched run executes instead of the notebook's.
    """

    name: str
    estimator: str
    rows: str
    prepared: str
    tested: str
    cells: tuple[tuple[int, str], ...] = ()
    frozen: tuple[tuple[str, str], ...] = ()
    """(name, text) of what is computed over training's rows and kept for serving."""
    notes: tuple[tuple[str, str], ...] = ()
    """(field, or "" for all others, words) of what a request's values are, where they are no raw data."""
    source: str = ""
    """The name by which the notebook went on with the rows."""
    answers: bool = False
    """Whether what is checked is the answers, not what the estimator is asked about."""
    grown: bool = False
    """Whether some of the rows that the estimator is asked about were made up by a sampler."""
    scale: str = ""
    """What the estimator learned, where that has another scale than the data and answers keep it; or ""."""


@dataclass(frozen=True)
class Gain:
    """What compiling an artifact would bring: its class as the code has it, the form, and a reason.

    `direct` and `leaves` are forms that are known for the class, `tried` one that training may find,
    `unknown` a class that shows only in a run.
    """

    name: str
    made_of: str
    form: Literal["direct", "leaves", "tried", "unknown", "none"]
    why: str


@dataclass(frozen=True)
class Split:
    """The train/serve split.

    served: the functions with an endpoint each. code: every definition that serving needs.
    artifacts: runtime values that serve code reads, made by training. constants: orders of literal
    assignments that serve code reads: they become constants of its module. train: orders of the
    statements that make the artifacts and the reported metrics. frozen: parameters that training
    reads; settings: those that only serving reads. metrics: names of the reported metrics.
    candidates: all functions that were thought of. skew: what training does to its data and
    serving does not, in words. alone: for each served function why rows may depend on each other,
    or "". told: values that code of the artifacts reads as globals of its module. gains: what `train --compile` would bring for each artifact.
    """

    served: tuple[Candidate, ...]
    code: tuple[str, ...]
    artifacts: tuple[str, ...]
    constants: frozenset[int]
    train: frozenset[int]
    frozen: tuple[str, ...]
    settings: tuple[str, ...]
    metrics: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    skew: tuple[str, ...] = ()
    alone: tuple[tuple[str, str], ...] = ()
    told: tuple[str, ...] = ()
    gains: tuple[Gain, ...] = ()
