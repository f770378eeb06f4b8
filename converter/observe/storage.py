"""A recording as a folder that people and later versions can read, and back.

`recording.json`, `values/` (arrays as npz; tables as parquet and other values as joblib or pickle
for people), `figures/`, `files/`. Reading checks version, digests and places; it unpickles nothing.
"""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path, PurePosixPath
from typing import Any

from converter.errors import InputError
from converter.model.recording import (
    VERSION,
    Call,
    CellRun,
    Failure,
    FigureShown,
    FileUse,
    Output,
    Point,
    Recording,
    Step,
)
from converter.observe.workcopy import digest_of

FILE = "recording.json"
FOLDERS = ("values", "figures", "files")
LARGEST = 256 << 20
PARTS: Mapping[str, Any] = {
    "cells": CellRun,
    "outputs": Output,
    "points": Point,
    "steps": Step,
    "figures": FigureShown,
    "files": FileUse,
    "calls": Call,
}
MANY = frozenset({"shared", "arguments", "troubles", "served"})
MANY_BY_NAME = frozenset({"frames", "frame_types", "needless", "idle", "fractional"})


def save_recording(recording: Recording, target: Path) -> None:
    """Nothing; writes the recording into the new folder `target`."""
    target.mkdir(parents=True, exist_ok=True)
    for name in FOLDERS:
        source = recording.folder / name
        if source.is_dir():
            shutil.copytree(source, target / name)
    document = {
        "version": VERSION,
        **{key: value for key, value in asdict(recording).items() if key != "folder"},
        "manifest": _manifest(target),
    }
    text = json.dumps(_finite(document), indent=1, ensure_ascii=False, default=str, allow_nan=False)
    content = text.encode("utf-8", "backslashreplace") + b"\n"
    (target / FILE).write_bytes(content)


def _manifest(folder: Path) -> dict[str, str]:
    files = sorted(path for name in FOLDERS for path in (folder / name).rglob("*"))
    return {
        path.relative_to(folder).as_posix(): digest_of(path) for path in files if path.is_file()
    }


def _finite(value: Any) -> Any:
    """`value` with what JSON cannot write as a number spelt out."""
    if isinstance(value, float) and not math.isfinite(value):
        return {"k": "float", "v": repr(value)}
    if isinstance(value, dict):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value


def _numbers(found: dict[str, Any]) -> Any:
    if found.get("k") == "float" and found.get("v") in ("nan", "inf", "-inf"):
        return float(found["v"])
    return found


def load_recording(folder: Path) -> Recording:
    """The recording in `folder`. Raises InputError for anything that `save_recording` did not write."""
    file = folder / FILE
    try:
        if file.stat().st_size > LARGEST:
            raise InputError(f"{file}: too large for a recording")
        document = json.loads(file.read_text(encoding="utf-8"), object_hook=_numbers)
    except OSError as exc:
        raise InputError(f"{folder} is no recording: {exc.strerror}") from exc
    except (ValueError, RecursionError) as exc:
        raise InputError(f"{file}: not JSON: {exc}") from exc
    if not isinstance(document, dict) or document.get("version") != VERSION:
        found = document.get("version") if isinstance(document, dict) else None
        raise InputError(
            f"{file}: a recording of version {found!r}, this nbship reads {VERSION}",
            hint="record the notebook again",
        )
    _check_files(folder, document.get("manifest"))
    try:
        return _recording(document, folder)
    except (KeyError, TypeError, ValueError, AttributeError) as exc:
        raise InputError(f"{file}: not as nbship writes it: {type(exc).__name__}: {exc}") from exc


def _check_files(folder: Path, manifest: Any) -> None:
    if not isinstance(manifest, dict):
        raise InputError(f"{folder / FILE}: it does not list its files")
    for name, digest in manifest.items():
        parts = PurePosixPath(name).parts
        if (
            PurePosixPath(name).is_absolute()
            or ".." in parts
            or parts[:1] not in [(f,) for f in FOLDERS]
        ):
            raise InputError(f"{folder / FILE}: names a file outside of the recording: {name!r}")
        try:
            good = digest_of(folder / name) == digest
        except OSError:
            good = False
        if not good:
            raise InputError(f"{folder / name}: missing, or changed since it was recorded")


def _recording(document: Mapping[str, Any], folder: Path) -> Recording:
    if document["side"] not in ("notebook", "project"):
        raise ValueError(f"side {document['side']!r}")
    known = {each.name for each in fields(Recording)} - {"folder", "error", *PARTS}
    plain: dict[str, Any] = {key: _frozen(key, document[key]) for key in known}
    parts: dict[str, Any] = {
        key: tuple(
            kind(**{name: _frozen(name, value) for name, value in each.items()})
            for each in document[key]
        )
        for key, kind in PARTS.items()
    }
    error = Failure(**document["error"]) if document["error"] else None
    for figure in parts["figures"]:
        if figure.file is not None and PurePosixPath(figure.file).name != figure.file:
            raise ValueError(f"figure {figure.file!r}")
    for use in parts["files"]:
        if use.kept and PurePosixPath(use.kept).name != use.kept:
            raise ValueError(f"file {use.kept!r}")
    return Recording(folder=folder, error=error, **plain, **parts)


def _frozen(name: str, value: Any) -> Any:
    if name == "shared":
        return tuple(tuple(each) for each in value)
    if name in MANY_BY_NAME:
        return {key: tuple(each) for key, each in value.items()}
    return tuple(value) if name in MANY else value
