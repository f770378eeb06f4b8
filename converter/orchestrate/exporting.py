"""Records as a table in a file: CSV, JSON or Parquet."""

from __future__ import annotations

import csv
import importlib
import io
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from converter.errors import EnvironmentProblem, UsageError
from converter.model.run_document import as_document, iso_time
from converter.model.run_record import Plain, RunRecord

_FIELDS = (
    "id", "kind", "name", "status", "started", "seconds", "source", "sha256", "engine", "output",
    "sweep", "point", "git_commit", "git_dirty", "host", "python",
)  # fmt: skip
FORMATS = {".csv": "csv", ".json": "json", ".parquet": "parquet"}


def exported(records: Sequence[RunRecord], format: str) -> bytes:
    """The bytes of a file in a format of `FORMATS`."""
    match format:
        case "csv":
            return _csv(records)
        case "json":
            documents = [as_document(record) for record in records]
            return (json.dumps(documents, indent=1, ensure_ascii=False) + "\n").encode()
    return _parquet(records)


def format_of(file: Path) -> str:
    """The format that a file's name asks for. Raises UsageError for another."""
    found = FORMATS.get(file.suffix.lower())
    if found is None:
        raise UsageError(f"{file}: of no known kind", hint=f"name it {', '.join(FORMATS)}")
    return found


def _rows(records: Sequence[RunRecord]) -> tuple[list[str], list[dict[str, Plain]]]:
    """The columns, and a row for each record: fields, `param.NAME`, `metric.NAME`."""
    rows: list[dict[str, Plain]] = []
    for one in records:
        row: dict[str, Plain] = {name: getattr(one, name) for name in _FIELDS}
        row["started"] = iso_time(one.started)
        row["tags"] = " ".join(one.tags)
        row["error"] = one.error.text() if one.error else None
        row |= {f"param.{name}": value for name, value in one.parameters.items()}
        row |= {f"metric.{name}": value for name, value in one.metrics.items()}
        rows.append(row)
    names = dict.fromkeys(name for row in rows for name in row)
    fields = [name for name in (*_FIELDS, "tags", "error") if name in names or not rows]
    values = [name for name in names if name not in fields]
    return [*fields, *sorted(values, key=lambda name: (name.startswith("metric."), name))], rows


def _csv(records: Sequence[RunRecord]) -> bytes:
    names, rows = _rows(records)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(names)
    for row in rows:
        table.writerow([_cell(row.get(name)) for name in names])
    return text.getvalue().encode()


def _cell(value: Plain) -> object:
    if value is None:
        return ""
    return value if isinstance(value, int | float | str) else json.dumps(value, ensure_ascii=False)


def _parquet(records: Sequence[RunRecord]) -> bytes:
    try:
        arrow: Any = importlib.import_module("pyarrow")
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ImportError as exc:
        hint = "pip install 'nbship[parquet]', or export as .csv or .json"
        raise EnvironmentProblem(
            "Parquet needs pyarrow, which is not installed", hint=hint
        ) from exc
    names, rows = _rows(records)
    columns: dict[str, Any] = {
        name: arrow.array(*_column(arrow, [row.get(name) for row in rows])) for name in names
    }
    buffer = io.BytesIO()
    parquet.write_table(arrow.table(columns), buffer)
    return buffer.getvalue()


def _column(arrow: Any, values: list[Plain]) -> tuple[list[Any], Any]:
    """A column's values and its type: numbers, truth values, or texts (JSON where mixed)."""
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, bool) for value in known):
        return values, arrow.bool_()
    if known and all(type(value) is int and -(2**63) <= value < 2**63 for value in known):
        return values, arrow.int64()
    if known and all(type(value) in (int, float) for value in known):
        return [None if value is None else _float(value) for value in values], arrow.float64()
    return [
        value if value is None or isinstance(value, str) else json.dumps(value) for value in values
    ], arrow.string()


def _float(value: Plain) -> float:
    assert isinstance(value, int | float)
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
