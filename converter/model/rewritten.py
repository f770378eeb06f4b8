"""A statement after the rewrite rules."""

from __future__ import annotations

from dataclasses import dataclass

from converter.model.dataflow import Statement


@dataclass(frozen=True)
class Rewritten:
    """A statement's new text and, for each of its lines, the line of the cell it came from."""

    statement: Statement
    text: str
    lines: tuple[int, ...]
