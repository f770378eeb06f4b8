"""What each top-level statement of the notebook binds, reads and changes."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from converter.model.diagnostic import Diagnostic, Span
from converter.model.program import Program

# Resources that statements read and write besides names (design section 4).
RNG = "<rng>"
STDOUT = "<stdout>"
FIGURE = "<figure>"
FILES = "<files>"
ENVIRON = "<environ>"
OPTIONS = "<options>"
NETWORK = "<network>"


@dataclass(frozen=True)
class Statement:
    """One top-level statement of a code cell, with its own text.

    `order` counts the statements of the whole notebook from 0. `text` is the exact source with
    the comment lines that precede it and any comment that ends its last line; `lines` are the
    cell lines that the lines of `text` came from.

    binds: names it may bind in the notebook's namespace; `surely` those bound on every path.
    reads: names read when it runs, before it has bound them itself.
    late: names read only when a function, lambda or generator made here runs later.
    assigns_late: names that a function made here assigns through `global`.
    deletes: names unbound. `mutates`: names whose object is changed in place, by the statement or
        (a definition) when it is called, aliases included; `touches` also those of which one
        cannot be sure, because a call is unknown.
    effects: resources touched (`<stdout>`, ...); `effects_now` those touched while a definition
        is made (decorators, defaults, class bodies), `effects_called` when a function is called,
        functions that it makes left out.
    strings: names found inside strings that are code (formulas, `query`, ...); part of `reads`.
    """

    order: int
    cell: int
    text: str
    lines: tuple[int, ...]
    node: ast.stmt = field(compare=False)
    span: Span
    binds: frozenset[str] = frozenset()
    surely: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()
    assigns_late: frozenset[str] = frozenset()
    deletes: frozenset[str] = frozenset()
    mutates: frozenset[str] = frozenset()
    touches: frozenset[str] = frozenset()
    strings: frozenset[str] = frozenset()
    effects: frozenset[str] = frozenset()
    effects_now: frozenset[str] = frozenset()
    effects_called: frozenset[str] = frozenset()
    guarded: bool = False
    """It handles a NameError itself: names may be missing."""
    reads_only: bool = True
    """The files that it uses it only reads."""
    displayed: bool = False
    """The notebook shows this expression's value."""
    pure: bool = False
    """Running it changes nothing that any other statement can see."""
    idle: frozenset[int] = frozenset()
    """Statements in its blocks that only display something, by their place in `ast.walk(node)`."""


@dataclass(frozen=True)
class Dataflow:
    """The program with its statements in order, and remarks on what cannot work."""

    program: Program
    statements: tuple[Statement, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
