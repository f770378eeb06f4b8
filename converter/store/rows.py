"""Records as rows of the tables, and rows as records."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from converter.model.run_record import OutputFile, Plain, Reading, RunError, RunRecord, StepTime

PARAMETER = "p"
METRIC = "m"
LONGEST_TEXT = 1 << 16
_ERROR = ("kind", "message", "cell", "line", "stage")
_PLAIN = (
    "id", "kind", "name", "status", "started", "seconds", "source", "sha256", "engine", "output",
    "sweep", "point", "git_commit", "git_dirty", "host", "pid",
)  # fmt: skip

Row = dict[str, Any]


def run_row(record: RunRecord) -> Row:
    """The row of `runs`."""
    error = {f"error_{name}": getattr(record.error, name, None) for name in _ERROR}
    plain = {name: getattr(record, name) for name in _PLAIN}
    return {**plain, **error, "environment": environment_id(record)}


def environment_row(record: RunRecord) -> Row:
    """The row of `environments` that the run's row points to."""
    packages = _packages_text(tuple(sorted(record.packages.items())))
    return {"id": environment_id(record), "python": record.python, "packages": packages}


def environment_id(record: RunRecord) -> str | None:
    """The digest of Python's version and the packages; None where they are not known."""
    if not record.python:
        return None
    return _digest(record.python, tuple(sorted(record.packages.items())))


@lru_cache(maxsize=16)
def _digest(python: str, packages: tuple[tuple[str, str], ...]) -> str:
    return hashlib.sha256(f"{python}\n{_packages_text(packages)}".encode()).hexdigest()


@lru_cache(maxsize=16)  # the runs of a sweep share their environment
def _packages_text(packages: tuple[tuple[str, str], ...]) -> str:
    return json.dumps(dict(packages))


def value_rows(record: RunRecord) -> Iterable[Row]:
    """The rows of `run_values`."""
    for name, value in record.parameters.items():
        yield {"run": record.id, "role": PARAMETER, "name": name, **_typed(value)}
    for name, number in record.metrics.items():
        yield {"run": record.id, "role": METRIC, "name": name, **_typed(number)}


def _typed(value: Plain) -> Row:
    """The columns of one value."""
    match value:
        case None:
            return {"type": "null", "number": None, "text": None}
        case bool():
            return {"type": "bool", "number": float(value), "text": None}
        case int() | float():
            return {"type": "number", "number": _real(value), "text": _exact(value)}
        case str():
            return {"type": "text", "number": None, "text": _short(value.replace("\0", "\\0"))}
    return {"type": "json", "number": None, "text": _short(json.dumps(value))}


def _real(value: int | float) -> float | None:
    """The number as the database compares it; SQLite has no nan."""
    try:
        real = float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
    return None if math.isnan(real) else real


def _exact(value: int | float) -> str | None:
    """The text of a number that its double does not give back: an int, nan."""
    return str(value) if isinstance(value, int) or math.isnan(value) else None


def _short(text: str) -> str:
    """Texts are kept up to a limit: a parameter may be a whole document."""
    if len(text) <= LONGEST_TEXT:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f"{text[:LONGEST_TEXT]}... ({len(text)} characters, sha256 {digest})"


def value_of(row: Any) -> Plain:
    """The value that a row of `run_values` holds."""
    match row.type:
        case "null":
            return None
        case "bool":
            return bool(row.number)
        case "number" if row.text == "nan":
            return math.nan
        case "number":
            return int(row.text) if row.text is not None else float(row.number)
        case "json":
            return _loaded(row.text)
    return str(row.text)


def _loaded(text: str) -> Plain:
    try:
        found: Plain = json.loads(text)
    except ValueError:  # it was longer than what is kept
        return text
    return found


def child_rows(record: RunRecord) -> dict[str, list[Row]]:
    """The rows of the other tables, by the table's name."""
    return {
        "run_values": list(value_rows(record)),
        "run_steps": [
            {"run": record.id, "position": i, "name": one.name, "seconds": one.seconds}
            for i, one in enumerate(record.steps)
        ],
        "run_outputs": [
            {
                "run": record.id,
                "position": i,
                "path": one.path,
                "bytes": one.bytes,
                "sha256": one.sha256,
            }
            for i, one in enumerate(record.outputs)
        ],
        "run_history": [
            {
                "run": record.id,
                "position": i,
                "name": one.name,
                "step": one.step,
                "value": _real(one.value),
            }
            for i, one in enumerate(record.history)
        ],
        "run_tags": [{"run": record.id, "tag": tag} for tag in sorted(set(record.tags))],
    }


def record_of(row: Any, children: Mapping[str, Sequence[Any]]) -> RunRecord:
    """The record that a row of `runs` (with its environment) and its children's rows make."""
    values = children.get("run_values", ())
    error = {name: getattr(row, f"error_{name}") for name in _ERROR}
    return RunRecord(
        **{name: getattr(row, name) for name in _PLAIN},
        error=RunError(**{**error, "stage": error["stage"] or ""}) if error["kind"] else None,
        parameters={one.name: value_of(one) for one in values if one.role == PARAMETER},
        metrics={one.name: _metric(one) for one in values if one.role == METRIC},
        steps=tuple(StepTime(one.name, one.seconds) for one in children.get("run_steps", ())),
        outputs=tuple(
            OutputFile(one.path, one.bytes, one.sha256) for one in children.get("run_outputs", ())
        ),
        history=tuple(
            Reading(one.name, one.step, math.nan if one.value is None else one.value)
            for one in children.get("run_history", ())
        ),
        tags=tuple(one.tag for one in children.get("run_tags", ())),
        python=row.python or "",
        packages=json.loads(row.packages) if row.packages else {},
    )


def _metric(row: Any) -> float:
    value = value_of(row)
    return value if isinstance(value, int | float) else math.nan
