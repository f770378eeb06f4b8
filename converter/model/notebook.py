"""The notebook as it was read: cells of text, nothing understood yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

CellKind = Literal["code", "markdown", "raw"]


@dataclass(frozen=True)
class Cell:
    """One cell. `number` counts all cells from 1; `source` has \\n line ends and no BOM."""

    number: int
    kind: CellKind
    source: str
    tags: tuple[str, ...] = ()
    execution_count: int | None = None


@dataclass(frozen=True)
class Included:
    """A file that the notebook runs in its own namespace: `target` as `%run` writes it.

    `cells` are its code cells; a `script` (a Python file) is one, with a namespace of its own. `path` is
    where it lies below the notebook's folder, or "" when it lies elsewhere.
    """

    target: str
    script: bool
    cells: tuple[str, ...]
    path: str = ""


@dataclass(frozen=True)
class Notebook:
    """A whole notebook.

    `name` is the file's name for messages (`churn.ipynb`, or `<stdin>`), `path` the file itself
    (None for standard input), `sha256` the digest of the bytes read, `text` the notebook as
    nbformat-4 JSON (outputs stripped), so that a copy can be put into the project. `included` are the
    files that `%run` lines name, theirs too.
    """

    name: str
    path: Path | None
    sha256: str
    cells: tuple[Cell, ...]
    language: str = "python"
    kernel: str = ""
    format: str = "4.5"
    text: str = ""
    included: tuple[Included, ...] = ()
