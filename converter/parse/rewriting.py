"""What one magic turned into; shared by everything that translates magics."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from converter.model.diagnostic import Severity
from converter.parse.rows import Row

Verdict = Literal["drop", "keep", "translate", "requirement"]


@dataclass(frozen=True)
class Remark:
    """What is to be said about a magic: a Diagnostic that does not know its place yet."""

    code: str
    severity: Severity
    message: str
    hint: str = ""


@dataclass(frozen=True)
class Rewritten:
    """The Python that stands for a magic; no lines when it is left out.

    `rows` is set instead of `lines` where the lines keep numbers of their own (a cell's body).
    `quiet` is True when the notebook shows no value although an expression comes last.
    """

    action: Verdict
    reason: str
    lines: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    requirements: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = field(default=())
    quiet: bool = True


def dropped(reason: str, *remarks: Remark) -> Rewritten:
    """A magic that is left out, with reason."""
    return Rewritten("drop", reason, remarks=remarks)


def refused(message: str, hint: str, *, code: str = "NB402") -> Rewritten:
    """A magic that cannot be converted: the remark is an error, so nothing will be written."""
    return Rewritten("drop", message, remarks=(Remark(code, "error", message, hint),))
