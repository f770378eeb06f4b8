"""Where a line of a generated project came from, as the project's own records tell."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from converter.errors import InputError, UsageError

MAP = "source_map.json"
PROVENANCE = Path(".nbship") / "provenance.json"
_HINT = "name a Python file of a project that nbship wrote, as FILE:LINE"


@dataclass(frozen=True)
class Place:
    """A line of a project's file and the notebook's line that it was made from."""

    file: str
    line: int
    notebook: str
    cell: int
    cell_line: int
    why: str

    def text(self) -> str:
        """`train.py:12 is churn.ipynb, cell 7, line 3`, and what was decided about it."""
        told = (
            f"{self.file}:{self.line} is {self.notebook}, cell {self.cell}, line {self.cell_line}"
        )
        return f"{told}\n  {self.why}" if self.why else told


def place_of(where: str) -> Place:
    """The notebook's line behind FILE:LINE."""
    name, _, number = where.rpartition(":")
    if not name or not number.isdecimal():
        raise UsageError(f"{where!r} is neither a code nor FILE:LINE", hint=_HINT)
    file, line = Path(name).absolute(), int(number)
    folder = next((parent for parent in file.parents if (parent / MAP).is_file()), None)
    if not file.is_file() or folder is None:
        raise InputError(f"{name} is no file of a generated project", hint=_HINT)
    rows = _json(folder / MAP).get(file.relative_to(folder).as_posix(), [])
    at = [row for row in rows if row[0] <= line]
    if not at or at[-1][0] != line:
        raise UsageError(
            f"line {line} of {name} was not in the notebook: nbship wrote it",
            hint="the lines around it may tell",
        )
    _, cell, cell_line = at[-1]
    record = next((_json(p / PROVENANCE) for p in file.parents if (p / PROVENANCE).is_file()), {})
    notebook = str(record.get("notebook", {}).get("name", "the notebook"))
    return Place(file.name, line, notebook, cell, cell_line, _why(record, cell, cell_line))


def _why(record: dict[str, Any], cell: int, line: int) -> str:
    """What the ledger says of the statement that `line` of `cell` belongs to."""
    starts = [e for e in record.get("ledger", []) if e["cell"] == cell and e["line"] <= line]
    if not starts:
        return ""
    entry = max(starts, key=lambda e: int(e["line"]))
    return f"{entry['fate']}: {entry['why']}" if entry["why"] else str(entry["fate"])


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise InputError(f"{path} cannot be read: {exc}", hint=_HINT) from exc
    return content if isinstance(content, dict) else {}
