"""What is known of the chain of an estimator's rows while it is traced."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from converter.syntax.text import Edit

Kind = Literal["rows", "frozen"]
EARLIER, GROUPS, TEXTS, GIVEN = 1, 2, 3, 4
"""What else is rows, where there are no others: frames with columns made of their earlier rows, tables of
groups, then texts that a cell lists and arrays that it makes up, then what estimators are given, whatever made it."""
RoundKey = tuple[int, int, str, bool]
"""Statement, line in it, text, and whether it is kept after that line ran."""


Listed = tuple[frozenset[str], frozenset[str] | None]
"""Columns that are wanted by their names, and by who wants the others, too; None where nobody does."""


class Refused(Exception):
    """The chain cannot be served row by row; `order` is the statement that stands in the way."""

    def __init__(self, why: str, order: int) -> None:
        super().__init__(why)
        self.why = why
        self.order = order


@dataclass(frozen=True)
class Columns:
    """The columns of a frame that are wanted: those named, or all but those left out.

    `chosen`: a list that training computes says which of them; `placed`: by their places.
    """

    named: frozenset[str] | None = None
    left_out: frozenset[str] = frozenset()
    chosen: bool = False
    placed: bool = False

    def wants(self, name: str) -> bool:
        return name in self.named if self.named is not None else name not in self.left_out

    def without(self, *names: str) -> Columns:
        if self.named is not None:
            return Columns(self.named - {*names})
        return Columns(None, self.left_out | {*names}, self.chosen, self.placed)

    def also(self, names: frozenset[str] | None) -> Columns:
        if self.named is None or names is None:
            left_out = self.left_out - (names or frozenset())
            return Columns(None, left_out, self.chosen, self.placed)
        return Columns(self.named | names)


EVERY = Columns()
NONE = Columns(frozenset())


@dataclass(frozen=True)
class Frozen:
    """A value that training has to keep: `name = text`, before or after a statement."""

    statement: int
    after: bool
    name: str
    text: str


@dataclass
class Chain:
    """What was found: lines of the served function by the statement they come from, in order.

    `source` is the name that holds the rows as they came, bound by the statement `start`.
    Where that statement does more than to bring them in, `reading` are the two halves of it.
    `edits` change training's statements, `frozen` are values that it keeps besides; `rounds` names
    those of them that are tables filled in a loop.
    """

    lines: dict[int, list[str]] = field(default_factory=dict)
    source: str = ""
    start: int = -1
    reading: tuple[str, str] | None = None
    edits: dict[int, list[Edit]] = field(default_factory=dict)
    frozen: dict[str, Frozen] = field(default_factory=dict)
    rounds: dict[RoundKey, str] = field(default_factory=dict)
    collected: frozenset[tuple[int, str]] = frozenset()
    """Loops, with the name in which they collect, that are lines already."""
    listed: dict[tuple[int, int], Listed] = field(default_factory=dict)
    """By statement and place in it, those columns of a list that are wanted."""
    given: bool = False
    """Whether its rows are but what an estimator is given, whatever that is."""
    by_formula: bool = False
    """Whether but some columns of the rows are prepared, of which a formula tells."""
    grown: bool = False
    """Whether a sampler made up further rows, of which what an estimator is asked about may be."""
    instead: Refused | None = None
    """Why the data's own rows are not the chain's, where it begins with a sample written down."""

    unsaid: dict[str, Refused] = field(default_factory=dict)
    """What the notebook makes of the answers and keeps, by its name, that is not served, with the reason."""

    def says(self, order: int, line: str) -> None:
        """Nothing; the line is one of those for that statement, once."""
        lines = self.lines.setdefault(order, [])
        if line not in lines:
            lines.append(line)

    def copied(self) -> Chain:
        """The same, to go back to."""
        return replace(
            self,
            lines={order: list(lines) for order, lines in self.lines.items()},
            edits=dict(self.edits),
            frozen=dict(self.frozen),
            rounds=dict(self.rounds),
            listed=dict(self.listed),
        )

    def text(self) -> list[str]:
        """The lines in the notebook's order."""
        return [line for order in sorted(self.lines) for line in self.lines[order]]
