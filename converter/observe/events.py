"""The probe's events, one JSON line each, as the parts of a Recording."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from converter.model.recording import (
    Call,
    CellRun,
    Failure,
    FigureShown,
    FileUse,
    Point,
    Step,
)

EVENTS = "events.jsonl"


def events_of(folder: Path) -> list[dict[str, Any]]:
    """All events; a last line that was cut off by the end of the process is left out."""
    file = folder / EVENTS
    return list(_read(file)) if file.exists() else []


def _read(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as stream:
        for line in stream:
            try:
                found = json.loads(line)
            except ValueError:
                return
            yield found


def parts_of(events: Iterable[Mapping[str, Any]], expected: Collection[int] = ()) -> dict[str, Any]:
    """Fields of a Recording: all that only the probe knows.

    What cells raise that are `expected` to fail is no error.
    """
    events = list(events)
    by_kind: dict[str, list[Mapping[str, Any]]] = {}
    for each in events:
        by_kind.setdefault(str(each["e"]), []).append(each)
    ended = [
        e["error"]
        for e in by_kind.get("cell-end", ())
        if e.get("error") and e["at"] not in expected
    ]
    errors: list[dict[str, Any]] = [e["error"] for e in by_kind.get("error", ())] or ended
    return {
        "cells": tuple(_cell(e) for e in by_kind.get("cell-end", ())),
        "points": tuple(_point(e) for e in by_kind.get("point", ())),
        "steps": tuple(
            Step(e["cell"], e["line"], e["own"], e["values"], e["text"])
            for e in by_kind.get("step", ())
        ),
        "figures": tuple(
            FigureShown(e["at"], e["file"], e.get("why", "")) for e in by_kind.get("figure", ())
        ),
        "calls": tuple(_call(e) for e in by_kind.get("call", ())),
        "call_counts": {key: e[key] for e in by_kind.get("calls", ()) for key in ("count", "rows")},
        "served": tuple(
            {key: value for key, value in e.items() if key not in ("e", "at")}
            for e in by_kind.get("served", ())
        ),
        "frames": {e["name"]: tuple(e["columns"]) for e in by_kind.get("frame", ())},
        "frame_types": {e["name"]: tuple(e["types"]) for e in by_kind.get("frame", ())},
        "checked": {
            e["function"]: {key: e[key] for key in e if key not in ("e", "at", "function")}
            for e in by_kind.get("checked", ())
        },
        "needless": {e["function"]: tuple(e["fields"]) for e in by_kind.get("needless", ())},
        "idle": {e["function"]: tuple(e["fields"]) for e in by_kind.get("idle", ())},
        "fractional": {e["function"]: tuple(e["fields"]) for e in by_kind.get("fractional", ())},
        "unstorable": {e["name"]: e["why"] for e in by_kind.get("unstorable", ())},
        "unsteady": {e["function"]: e["why"] for e in by_kind.get("unsteady", ())},
        "references": {
            e["name"]: e["file"] or f"not kept: {e['why']}" for e in by_kind.get("reference", ())
        },
        "error": Failure(**errors[0]) if errors else None,
        "environment": {
            key: value
            for e in by_kind.get("environment", ())
            for key, value in e.items()
            if key not in ("e", "at")
        },
        "troubles": tuple(e["why"] for e in by_kind.get("trouble", ())),
        "complete": "end" in by_kind,
    }


def files_read(events: Iterable[Mapping[str, Any]]) -> Iterator[FileUse]:
    """The data files that were opened, each once."""
    seen = set()
    for each in events:
        if each["e"] == "file" and each["mode"] == "r" and each["path"] not in seen:
            seen.add(each["path"])
            yield FileUse(each["path"], "r", each["at"], bool(each["inside"]))


def writers(events: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The place that first wrote each file, where Python saw it."""
    found: dict[str, Any] = {}
    for each in events:
        if each["e"] == "file" and each["mode"] == "w":
            found.setdefault(each["path"], each["at"])
    return found


def _cell(event: Mapping[str, Any]) -> CellRun:
    return CellRun(event["at"] or 0, event["seconds"], event.get("changed") or {})


def _point(event: Mapping[str, Any]) -> Point:
    shared = tuple(tuple(names) for names in event.get("shared", ()))
    return Point(
        event["name"],
        event["values"],
        shared,
        event.get("generators", {}),
        event.get("summaries", {}),
    )


def _call(event: Mapping[str, Any]) -> Call:
    return Call(
        event["function"],
        event["at"],
        tuple(event["arguments"]),
        event["words"],
        event["result"],
        event["rows"],
        event["error"],
    )
