"""What is about to be written: modules, then files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Where a project says what it was made from, and the digest of every file as it was written.
PROVENANCE = ".nbship/provenance.json"
# Where each statement of its code came from.
LINES = ".nbship/lines.json"


@dataclass(frozen=True, order=True)
class Origin:
    """Where the statement that begins on a line of a module came from.

    `cell` and `cell_line` are its place in the notebook, or 0 where nbship wrote it; `why` says what
    for, where the ledger does not.
    """

    line: int
    cell: int
    cell_line: int
    why: str = ""


@dataclass(frozen=True)
class Module:
    """A Python module of the generated package.

    `name` is the dotted name inside the package (`features`). `text` is formatted source.
    `ignores` are the ruff rules that the notebook's own code in it breaks.
    """

    name: str
    text: str
    origins: tuple[Origin, ...] = ()
    ignores: tuple[str, ...] = ()


@dataclass(frozen=True)
class Project:
    """Files by their path relative to the project's folder, with / as separator."""

    name: str
    files: Mapping[str, bytes]
