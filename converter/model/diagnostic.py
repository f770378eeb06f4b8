"""Where something is, and what is to be said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, order=True)
class Span:
    """A place in a notebook: `cell` counts all cells from 1, `line` and `column` count from 1.

    Lines are those of the cell's own source, before magics were translated.
    """

    cell: int
    line: int = 1
    column: int = 1


@dataclass(frozen=True)
class Diagnostic:
    """One remark about the notebook. An `error` means that nothing is written.

    `code` is NB and three digits: NB1xx reading and parsing, NB2xx names and dataflow,
    NB3xx parameters, NB4xx magics, NB5xx tags, NB6xx what conversion cannot do,
    NB7xx running.
    """

    code: str
    severity: Severity
    message: str
    hint: str = ""
    span: Span | None = None

    def text(self, notebook: str) -> str:
        """`churn.ipynb:cell 7:3:9: error[NB201] ...` and the hint on its own line."""
        place = f":cell {self.span.cell}:{self.span.line}:{self.span.column}" if self.span else ""
        line = f"{notebook}{place}: {self.severity}[{self.code}] {self.message}"
        return f"{line}\n  hint: {self.hint}" if self.hint else line
