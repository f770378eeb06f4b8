"""Run records as JSON documents, and back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, time, timezone
from pathlib import PurePath
from typing import Any

from converter.model.run_record import OutputFile, Plain, Reading, RunError, RunRecord, StepTime


def plain(value: object) -> Plain:
    """`value` in the types of JSON: sets as sorted lists, dates as ISO text, the rest as text."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime() | date() | time():
            return value.isoformat()
        case PurePath():
            return str(value)
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case set() | frozenset():
            return sorted(
                (plain(item) for item in value), key=lambda item: (str(type(item)), str(item))
            )
    return str(value)


def as_document(record: RunRecord) -> dict[str, Any]:
    """The record as JSON holds it; nan and infinite numbers are their names."""
    document = asdict(record)
    return {name: _strict(value) for name, value in document.items()}


def _strict(value: Any) -> Any:
    match value:
        case float() if not math.isfinite(value):
            return str(value)
        case dict():
            return {key: _strict(item) for key, item in value.items()}
        case list() | tuple():
            return [_strict(item) for item in value]
    return value


def record_of(document: Mapping[str, Any]) -> RunRecord:
    """The record that a document holds. Raises ValueError, KeyError or TypeError for another."""
    known: dict[str, Any] = {
        name: document[name] for name in RunRecord.__dataclass_fields__ if name in document
    }
    error = known.get("error")
    return RunRecord(
        **{
            **known,
            "metrics": {name: float_of(value) for name, value in known["metrics"].items()},
            "steps": tuple(StepTime(**one) for one in known.get("steps", ())),
            "outputs": tuple(OutputFile(**one) for one in known.get("outputs", ())),
            "history": tuple(
                Reading(one["name"], one["step"], float_of(one["value"]))
                for one in known.get("history", ())
            ),
            "error": RunError(**error) if error else None,
            "tags": tuple(known.get("tags", ())),
        }
    )


def float_of(value: Any) -> float:
    """A metric as a document holds it: a number, or the name of one."""
    return float(value) if isinstance(value, str) else value


def iso_time(seconds: float) -> str:
    """A time for people and documents: ISO, in UTC, to the millisecond."""
    moment = datetime.fromtimestamp(seconds, timezone.utc)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
