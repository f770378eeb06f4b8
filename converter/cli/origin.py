"""Where a line of a generated project came from, and what became of a cell, by the project's records."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from converter.errors import InputError, UsageError
from converter.model.project import LINES, PROVENANCE

_HINT = "name a file of a project that nbship wrote, as FILE:LINE"
_PROJECT_HINT = "name the folder of a project that nbship wrote: nbship explain --cell 7 churn"


@dataclass(frozen=True)
class Place:
    """A line of a project's file, the notebook's line that it was made from (or 0, 0), and why."""

    file: str
    line: int
    notebook: str
    cell: int
    cell_line: int
    why: str

    def text(self) -> str:
        """`train.py:12 is churn.ipynb, cell 7, line 3`, and what was decided about it."""
        if not self.cell:
            return f"{self.file}:{self.line} is nbship's own: {self.why}"
        told = (
            f"{self.file}:{self.line} is {self.notebook}, cell {self.cell}, line {self.cell_line}"
        )
        return f"{told}\n  {self.why}" if self.why else told


@dataclass(frozen=True)
class Fate:
    """One statement of a cell: where it begins, what became of it and why, and where it stands now.

    `places` are FILE:LINE of the lines that it became.
    """

    line: int
    fate: str
    why: str
    places: tuple[str, ...]

    def text(self) -> str:
        """`line 3: kept in src/churn/train.py:12, because ...`."""
        where = f" in {', '.join(self.places)}" if self.places else ""
        return f"  line {self.line}: {self.fate}{where}" + (f": {self.why}" if self.why else "")


def place_of(where: str) -> Place:
    """What stands behind FILE:LINE. Raises UsageError, InputError."""
    name, _, number = where.rpartition(":")
    if not name or not number.isdecimal():
        raise UsageError(f"{where!r} is neither a code nor FILE:LINE", hint=_HINT)
    file, line = Path(name).absolute(), int(number)
    root = _root(file)
    if not file.is_file() or root is None:
        raise InputError(f"{name} is no file of a generated project", hint=_HINT)
    if not 1 <= line <= len(file.read_bytes().splitlines()):
        raise UsageError(f"{name} has no line {line}", hint=_HINT)
    record = _json(root / PROVENANCE)
    path = file.relative_to(root).as_posix()
    notebook = str(record.get("notebook", {}).get("name", "the notebook"))
    rows = [row for row in _rows(root).get(path, []) if row[0] <= line]
    if not rows:
        return Place(file.name, line, notebook, 0, 0, _of_file(file, path, record))
    _, cell, cell_line, why = rows[-1]
    told = why if not cell else _why(record, cell, cell_line) or why
    return Place(file.name, line, notebook, cell, cell_line, told)


def fates_of(cell: int, project: Path) -> tuple[str, tuple[Fate, ...]]:
    """The notebook's name, and what became of each statement of its cell number `cell`."""
    root = _root(project.absolute() / "x")
    if root is None:
        raise InputError(f"{project} is no generated project", hint=_PROJECT_HINT)
    record = _json(root / PROVENANCE)
    entries = [each for each in record.get("ledger", []) if each.get("cell") == cell]
    notebook = str(record.get("notebook", {}).get("name", "the notebook"))
    if not entries:
        raise UsageError(
            f"cell {cell} of {notebook} has no statements",
            hint="cells are counted from 1, all kinds",
        )
    starts = sorted({int(each["line"]) for each in entries})
    places: dict[int, list[str]] = {}
    for path, rows in _rows(root).items():
        for line, from_cell, from_line, _ in rows:
            if from_cell == cell and from_line in starts:
                places.setdefault(from_line, []).append(f"{path}:{line}")
    fates = [
        Fate(int(e["line"]), e["fate"], e["why"], tuple(places.get(int(e["line"]), [])))
        for e in entries
    ]
    return notebook, tuple(fates)


def _root(file: Path) -> Path | None:
    """The project's folder above `file`."""
    return next((parent for parent in file.parents if (parent / PROVENANCE).is_file()), None)


def _of_file(file: Path, path: str, record: dict[str, Any]) -> str:
    """What a file is for that has no line of the notebook before this one."""
    if path not in record.get("manifest", {}):
        return "the file is not one that nbship wrote"
    if file.suffix == ".py":
        try:
            document = ast.get_docstring(ast.parse(file.read_bytes())) or ""
        except (SyntaxError, ValueError):
            document = ""
        first = document.strip().split("\n")[0]
        return first or "a file that every project has"
    return "a file that nbship writes around the notebook's code"


def _why(record: dict[str, Any], cell: int, line: int) -> str:
    """What the ledger says of the statement that `line` of `cell` belongs to."""
    starts = [e for e in record.get("ledger", []) if e["cell"] == cell and e["line"] <= line]
    if not starts:
        return ""
    entry = max(starts, key=lambda e: int(e["line"]))
    return f"{entry['fate']}: {entry['why']}" if entry["why"] else str(entry["fate"])


def _rows(root: Path) -> dict[str, list[tuple[int, int, int, str]]]:
    """The line map; what is not of its shape is an InputError."""
    found: dict[str, list[tuple[int, int, int, str]]] = {}
    for path, rows in _json(root / LINES).items():
        try:
            found[path] = [(int(a), int(b), int(c), str(d)) for a, b, c, d in rows]
        except (TypeError, ValueError) as exc:
            raise InputError(f"{root / LINES} is damaged", hint="convert again") from exc
    return found


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise InputError(f"{path} cannot be read: {exc}", hint=_HINT) from exc
    return content if isinstance(content, dict) else {}
