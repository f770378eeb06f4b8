"""Grids from files: explicit points (CSV, or a list of tables), or axes (a table of lists)."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from converter.errors import InputError, UsageError
from converter.model.parameter import GivenText

_KINDS = (
    "a grid is a CSV file with names in its first line, or JSON or YAML: a list of tables (each a"
    " point), or a table of lists (every combination)"
)


@dataclass(frozen=True)
class Grid:
    """What a file says: `points` one by one, or `axes` to combine."""

    points: tuple[dict[str, object], ...] = ()
    axes: tuple[tuple[str, tuple[object, ...]], ...] = ()


def grid_in(file: Path) -> Grid:
    """The grid that a file holds. Raises InputError or UsageError."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else "not UTF-8 text"
        raise InputError(f"{file}: cannot be read: {reason}", hint="check --grid FILE") from exc
    match file.suffix.lower():
        case ".csv" | ".tsv":
            return _of_csv(file, text, "\t" if file.suffix.lower() == ".tsv" else ",")
        case ".json":
            return _of_value(file, _json(file, text))
        case ".yaml" | ".yml":
            return _of_value(file, _yaml(file, text))
    raise UsageError(f"{file}: of no known kind", hint=_KINDS)


def _of_csv(file: Path, text: str, comma: str) -> Grid:
    rows = list(csv.reader(text.splitlines(keepends=True), delimiter=comma))
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise UsageError(f"{file}: has no points", hint=_KINDS)
    names = [name.strip() for name in rows[0]]
    if not all(names) or len(set(names)) != len(names):
        raise UsageError(f"{file}: a name in its first line is empty or there twice", hint=_KINDS)
    points: list[dict[str, object]] = []
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(names):
            message = f"{file}: row {number} has {len(row)} values, the first {len(names)} names"
            raise UsageError(message, hint=_KINDS)
        points.append({name: GivenText(cell) for name, cell in zip(names, row, strict=True)})
    return Grid(points=tuple(points))


def _of_value(file: Path, found: object) -> Grid:
    if isinstance(found, list) and found and all(_is_table(one) for one in found):
        return Grid(points=tuple(dict(one) for one in found))
    if _is_table(found) and found:
        assert isinstance(found, dict)
        axes = [(str(name), tuple(v) if isinstance(v, list) else (v,)) for name, v in found.items()]
        empty = [name for name, values in axes if not values]
        if empty:
            raise UsageError(f"{file}: {empty[0]} has no values", hint=_KINDS)
        return Grid(axes=tuple(axes))
    raise UsageError(f"{file}: is no grid", hint=_KINDS)


def _is_table(found: object) -> bool:
    return isinstance(found, dict) and all(isinstance(name, str) for name in found)


def _json(file: Path, text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise UsageError(f"{file}: not JSON: {exc}", hint=_KINDS) from None


def _yaml(file: Path, text: str) -> object:
    import yaml

    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as exc:
        mark = getattr(exc, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark else ""
        raise UsageError(f"{file}: not YAML{where}", hint=_KINDS) from None
