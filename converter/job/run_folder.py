"""The job's own records, in the folders that it writes, as run records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from converter.errors import InputError
from converter.model.run_document import float_of
from converter.model.run_record import OutputFile, RunError, RunRecord, Status, StepTime

RECORD = "run.json"
FAILED = "failed"
_ERROR = re.compile(
    r"[^:\s]+: (?:stage '(?P<stage>[^']*)'(?:, |: ))?"
    r"(?:notebook cell (?P<cell>\d+), line (?P<line>\d+): )?(?P<what>.*)",
    re.DOTALL,
)
_STATUSES: dict[str, Status] = {
    "complete": "complete",
    "failed": "failed",
    "stopped": "interrupted",
}


def records_in(folder: Path, name: str = "") -> Iterator[tuple[Path, RunRecord | None]]:
    """(file, record) of every run of a job in its output folder; None where it is no record.

    `name` is what the runs are called; by default as their notebook.
    """
    try:
        files = [*folder.glob(f"*/{RECORD}"), *folder.glob(f"{FAILED}/*.json")]
    except OSError as exc:
        raise InputError(f"{folder}: cannot be read: {exc.strerror}") from exc
    for file in sorted(files):
        yield file, record_in(file, name)


def record_in(file: Path, name: str = "") -> RunRecord | None:
    """The record that a file of the job's holds, or None."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return record_of_job(found, file, name)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def record_of_job(found: Mapping[str, Any], file: Path, name: str) -> RunRecord:
    """The record that `run.json`, or the record of a failure, amounts to."""
    notebook = found.get("notebook", {})
    versions = dict(found.get("versions", {}))
    commit = found.get("git_commit") or ""
    stages = found.get("stages", ())
    return RunRecord(
        id=str(found["id"]),
        kind="job",
        name=name or str(notebook.get("name", "")),
        status=_STATUSES[found["status"]],
        started=moment(found["started"]),
        seconds=found.get("seconds"),
        sha256=str(notebook.get("sha256", "")),
        parameters=dict(found.get("parameters", {})),
        metrics={key: float_of(value) for key, value in found.get("metrics", {}).items()},
        steps=tuple(StepTime(str(one["name"]), float(one["seconds"])) for one in stages),
        outputs=tuple(
            OutputFile(str(one["file"]), one.get("bytes"), one.get("sha256"))
            for one in found.get("outputs", ())
            if one.get("file")
        ),
        output=str(file.parent if file.name == RECORD else file),
        error=error_of(found),
        python=str(versions.pop("python", "")),
        packages=versions,
        git_commit=commit.removesuffix("-dirty"),
        git_dirty=commit.endswith("-dirty"),
        engine="job",
    )


def error_of(found: Mapping[str, Any]) -> RunError | None:
    """The error of a failed run: `churn: stage 'train', notebook cell 7, line 3: KeyError: 'a'`."""
    text = found.get("error")
    if not text:
        return None
    match = _ERROR.fullmatch(str(text))
    if match is None:
        return RunError("Error", str(text), stage=str(found.get("stage") or ""))
    kind, colon, message = match["what"].partition(": ")
    if not kind.isidentifier():
        kind, message = "Stopped" if found.get("status") == "stopped" else "Error", match["what"]
    cell, line = match["cell"], match["line"]
    return RunError(
        kind,
        message,
        int(cell) if cell else None,
        int(line) if line else None,
        match["stage"] or str(found.get("stage") or ""),
    )


def moment(text: str) -> float:
    """The seconds since 1970 of a time in ISO form."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()
