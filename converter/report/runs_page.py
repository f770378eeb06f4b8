"""Run records -> one HTML page that needs nothing else: table, parallel coordinates, scatter plot.

What runs hold (names, values, errors) may be hostile: it is data in the page, never markup. The
page's policy lets no script run but its own, and nothing is fetched.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path

from converter.model.run_document import iso_time
from converter.model.run_record import Plain, RunRecord

_HERE = Path(__file__).parent
_FIELDS = ("id", "name", "status", "started", "seconds", "tags", "error")
_LONGEST = 300


def runs_page(records: Sequence[RunRecord], *, title: str, link: Callable[[RunRecord], str]) -> str:
    """The page's text; `link` gives the address of a run's executed notebook, or ""."""
    script = _part("runs.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    parts = {
        "HASH": f"sha256-{digest}",
        "TITLE": html.escape(title),
        "NOTE": html.escape(f"{len(records)} runs"),
        "STYLE": _part("runs.css"),
        "DATA": embedded(_data(records, link)),
        "SCRIPT": script,
    }
    text = _part("runs.html")
    # In one pass: what is put in is not looked at again.
    pieces = text.split("@@")
    return "".join(parts[piece] if i % 2 else piece for i, piece in enumerate(pieces))


def embedded(data: object) -> str:
    """JSON text that can stand in a script element: no character in it means anything to HTML."""
    text = json.dumps(data, allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _part(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _data(records: Sequence[RunRecord], link: Callable[[RunRecord], str]) -> dict[str, object]:
    parameters = dict.fromkeys(name for one in records for name in one.parameters)
    metrics = dict.fromkeys(name for one in records for name in one.metrics)
    columns = [
        *(("run", name) for name in _FIELDS),
        *(("param", name) for name in parameters),
        *(("metric", name) for name in metrics),
    ]
    rows = [
        {"status": one.status, "link": link(one), "values": [_value(one, *key) for key in columns]}
        for one in records
    ]
    kinds = [_kind([row["values"][at] for row in rows]) for at in range(len(columns))]
    heads = [
        {"scope": scope, "name": name, "kind": kind}
        for (scope, name), kind in zip(columns, kinds, strict=True)
    ]
    return {"columns": heads, "rows": rows}


def _value(record: RunRecord, scope: str, name: str) -> str | int | float | None:
    match scope, name:
        case "param", _:
            return _plain(record.parameters[name]) if name in record.parameters else None
        case "metric", _:
            return _plain(record.metrics[name]) if name in record.metrics else None
        case _, "started":
            return iso_time(record.started)
        case _, "tags":
            return " ".join(record.tags)
        case _, "error":
            return _short(record.error.text()) if record.error else ""
    return _plain(getattr(record, name))


def _plain(value: Plain) -> str | int | float | None:
    """A number or a text; JSON in a page has neither nan nor whole numbers beyond 2**53."""
    match value:
        case bool():
            return str(value).lower()
        case float() if not math.isfinite(value):
            return str(value)
        case int() if abs(value) > 2**53:
            return str(value)
        case None:
            return "None"
        case int() | float():
            return value
        case str():
            return _short(value)
    return _short(json.dumps(value, ensure_ascii=False))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _kind(values: Sequence[object]) -> str:
    """`number` when a plot can treat the column so: most of its values are numbers."""
    known = [value for value in values if value is not None]
    numbers = [value for value in known if isinstance(value, int | float)]
    return "number" if numbers and len(numbers) * 2 > len(known) else "text"
