"""The folder of a sweep: its manifest, one folder for each run, and the table of results.

    OUTDIR/sweep.json            what is swept, and every point
    OUTDIR/runs/0001-<key>/      a run: executed notebook or the job's files, and `outcome.json`
    OUTDIR/results.csv           a row for each point

An outcome appears whole or not at all, so a sweep that was killed at any moment can go on.
"""

from __future__ import annotations

import csv
import io
import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from converter.errors import InputError, TargetError, UsageError
from converter.model.run_document import as_document, record_of
from converter.model.run_record import RunRecord
from converter.sweep.points import Point, key_of

MANIFEST = "sweep.json"
OUTCOME = "outcome.json"
RESULTS = "results.csv"
RUNS = "runs"
_LOCK = ".lock"
_FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """What a sweep is. `points` are plain values in the order of their numbers.

    `secrets` are the names of secrets that every run is given; their values are nowhere.
    """

    id: str
    kind: str
    source: str
    sha256: str
    points: tuple[Mapping[str, Any], ...]
    secrets: tuple[str, ...] = ()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Make the folder of a new sweep. Raises TargetError when it holds anything else."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken = sorted(path.name for path in folder.iterdir() if path.name != _LOCK)
    except OSError as exc:
        raise TargetError(f"{folder}: cannot be made: {exc.strerror}") from exc
    if MANIFEST in taken:
        raise TargetError(
            f"{folder}: holds a sweep already", hint="--resume goes on with it; or name another one"
        )
    if taken:
        raise TargetError(f"{folder}: is not empty", hint="name a new folder for the sweep")
    document = {"format": _FORMAT, **manifest.__dict__}
    _write(folder / MANIFEST, json.dumps(document, indent=1, default=str))


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the sweep in `folder`. Raises InputError when there is none."""
    path = folder / MANIFEST
    hint = "a sweep that never began has nothing to resume: leave --resume out"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found.pop("format") != _FORMAT:
            raise InputError(f"{path}: was written by another nbship", hint="start a new sweep")
        points = tuple(found.pop("points"))
        return Manifest(points=points, secrets=tuple(found.pop("secrets")), **found)
    except OSError as exc:
        raise InputError(f"{path}: cannot be read: {exc.strerror}", hint=hint) from exc
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
        raise InputError(f"{path}: is no sweep's manifest", hint=hint) from exc


def refuse_other(folder: Path, before: Manifest, now: Manifest) -> None:
    """Raise UsageError when `now` is not the sweep that `before` began."""
    hint = "name a new folder for another sweep"
    if before.kind != now.kind or before.sha256 != now.sha256:
        what = "notebook" if now.kind == "notebook" else "project"
        message = f"{folder}: the {what} is not the one that this sweep began with"
        if before.kind == now.kind:
            message += f" ({before.sha256[:12]}, now {now.sha256[:12]}): results would mix"
        raise UsageError(message, hint=hint)
    if before.secrets != now.secrets:
        message = f"{folder}: the sweep began with the secrets {_names(before.secrets)}"
        raise UsageError(message, hint="give each of them again, and no other: -f FILE")
    old, new = {key_of(one) for one in before.points}, {key_of(one) for one in now.points}
    if old != new:
        message = (
            f"{folder}: the grid is another one: {len(new - old)} points are new,"
            f" {len(old - new)} are missing"
        )
        raise UsageError(message, hint=f"{hint}, or leave the grid out: --resume knows it")


def _names(names: Sequence[str]) -> str:
    return ", ".join(names) or "(none)"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Nobody else works on the sweep meanwhile; the lock ends with the process, however it ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o666)
    except (FileExistsError, NotADirectoryError) as exc:
        raise TargetError(f"{folder}: not a folder", hint="name another OUTDIR") from exc
    except OSError as exc:
        raise TargetError(f"{folder}: cannot be written: {exc.strerror}") from exc
    try:
        _take(handle, folder)
        yield
    finally:
        os.close(handle)


def _take(handle: int, folder: Path) -> None:
    try:
        import fcntl
    except ImportError:  # no such locks here: two sweeps in one folder are the user's to avoid
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as exc:
        message = f"{folder}: another process works on this sweep"
        raise TargetError(message, hint="wait for it, or end it") from exc


def fresh_run_folder(folder: Path, point: Point) -> Path:
    """An empty folder for a run; what an earlier try left behind is gone."""
    path = run_folder(folder, point)
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True, exist_ok=True)
    return path


def run_folder(folder: Path, point: Point) -> Path:
    """The folder of a point's run."""
    return folder / RUNS / point.folder


def keep_outcome(folder: Path, point: Point, record: RunRecord) -> None:
    """Write how the run of a point ended, in one step."""
    path = run_folder(folder, point)
    path.mkdir(parents=True, exist_ok=True)
    _write(path / OUTCOME, json.dumps(as_document(record), indent=1, ensure_ascii=False))


def outcome_of(folder: Path, point: Point) -> RunRecord | None:
    """How the run of a point ended; None when it did not, or nobody could write it down."""
    return _outcome(run_folder(folder, point) / OUTCOME)


def _outcome(path: Path) -> RunRecord | None:
    try:
        return record_of(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def outcomes_in(folder: Path) -> Iterator[tuple[int, RunRecord]]:
    """(number of the point, record) of every run that has ended; folders of others are removed."""
    for path in sorted((folder / RUNS).glob("*-*")):
        number = path.name.partition("-")[0]
        record = _outcome(path / OUTCOME) if number.isdecimal() else None
        if record is not None:
            yield int(number), record
        elif number.isdecimal():
            shutil.rmtree(path, ignore_errors=True)


def write_results(folder: Path, points: Iterable[Point]) -> None:
    """Write the table of results: a row for each point, empty where nothing has ended."""
    rows = [(point, outcome_of(folder, point)) for point in points]
    parameters = list(dict.fromkeys(name for point, _ in rows for name in point.values))
    found = [record for _, record in rows if record is not None]
    metrics = sorted({name for record in found for name in record.metrics})
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    heads = [name if name not in (*metrics, *_HEADS) else f"param.{name}" for name in parameters]
    table.writerow(["point", *heads, "status", *metrics, "seconds", "error", "run", "output"])
    for point, record in rows:
        values = point.plain
        given = [_cell(values.get(name)) if name in values else "" for name in parameters]
        table.writerow([point.number, *given, *_ended(record, metrics)])
    _write(folder / RESULTS, text.getvalue())


_HEADS = ("point", "status", "seconds", "error", "run", "output")


def _ended(record: RunRecord | None, metrics: Sequence[str]) -> list[object]:
    if record is None:
        return ["", *("" for _ in metrics), "", "", "", ""]
    error = record.error.text() if record.error else ""
    numbers = [record.metrics.get(name, "") for name in metrics]
    return [record.status, *numbers, record.seconds, _line(error), record.id, record.output]


def _cell(value: object) -> object:
    return value if isinstance(value, int | float | str) else json.dumps(value)


def _line(text: str) -> str:
    return " ".join(text.split())


def write_document(path: Path, content: Mapping[str, Any]) -> None:
    """Write a JSON file in one step."""
    _write(path, json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def _write(path: Path, text: str) -> None:
    """Write a file in one step: whoever reads it sees all of it."""
    staged = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        staged.write_text(text, encoding="utf-8")
        staged.replace(path)
    except OSError as exc:
        staged.unlink(missing_ok=True)
        raise TargetError(f"{path}: cannot be written: {exc.strerror}") from exc
