"""Records as a table: one column for each parameter and metric while they are few."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence

from converter.cli.section import Section
from converter.model.run_record import Plain, RunRecord

_MOST = 8
"""Names that get columns of their own; more are listed in one."""
_LONGEST = 60
FIELDS = ("id", "name", "status", "started", "seconds")


def table_of(
    records: Sequence[RunRecord], *, columns: Sequence[tuple[str, str]] = (), note: str = ""
) -> Section:
    """The table; `columns` are (scope, name), by default what fits the records."""
    if not columns:
        parameters, metrics = _names(records)
        if len(parameters) + len(metrics) > _MOST:
            rows = [(*_fields(one), *_listed(one)) for one in records]
            return _section((*FIELDS, "parameters", "metrics"), rows, note)
        columns = [
            *(("run", name) for name in FIELDS),
            *(("param", name) for name in parameters),
            *(("metric", name) for name in metrics),
        ]
    twice = [name for _, name in columns]
    titles = tuple(name if twice.count(name) == 1 else f"{scope}.{name}" for scope, name in columns)
    return _section(titles, [tuple(cell(one, *key) for key in columns) for one in records], note)


def _section(titles: tuple[str, ...], rows: list[tuple[str, ...]], note: str) -> Section:
    return Section("runs", titles, (titles, *rows), note) if rows else Section("runs", (), (), note)


def _names(records: Sequence[RunRecord]) -> tuple[list[str], list[str]]:
    parameters = list(dict.fromkeys(name for one in records for name in one.parameters))
    metrics = list(dict.fromkeys(name for one in records for name in one.metrics))
    return parameters, metrics


def cell(record: RunRecord, scope: str, name: str) -> str:
    """One cell of the table."""
    if scope == "param":
        return shown(record.parameters[name]) if name in record.parameters else ""
    if scope == "metric":
        return shown(record.metrics[name]) if name in record.metrics else ""
    match name:
        case "started":
            return local_time(record.started)
        case "seconds":
            return f"{record.seconds:.1f}" if record.seconds is not None else ""
        case "tags":
            return " ".join(record.tags)
        case "error":
            return record.error.text() if record.error else ""
        case "message" | "cell" | "line" | "stage":
            found = getattr(record.error, name, None)
        case "type" | "commit" | "dirty":
            found = getattr(
                record, {"type": "kind", "commit": "git_commit", "dirty": "git_dirty"}[name]
            )
        case _:
            found = getattr(record, name)
    return shown(found) if found is not None else ""


def shown(value: Plain) -> str:
    """A value as a table shows it."""
    match value:
        case bool() | None:
            return str(value)
        case float():
            return f"{value:.6g}"
        case str():
            text = value
        case int():
            text = str(value)
        case _:
            text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


def local_time(seconds: float) -> str:
    """A moment in the reader's own time."""
    try:
        return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(seconds))
    except (OverflowError, ValueError, OSError):
        return f"{seconds:g}"


def _fields(one: RunRecord) -> tuple[str, ...]:
    return tuple(cell(one, "run", name) for name in FIELDS)


def _listed(one: RunRecord) -> tuple[str, str]:
    return pairs(one.parameters.items()), pairs(one.metrics.items())


def pairs(items: Iterable[tuple[str, Plain]]) -> str:
    """`alpha=0.1 seed=3`, for one line."""
    return " ".join(f"{name}={shown(value)}" for name, value in items)
