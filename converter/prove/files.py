"""Files that both sides wrote: the same bytes, or the same content where bytes may differ."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import zipfile
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from converter.model.proof import Finding, Provenance, Tolerance
from converter.model.recording import FileUse, Recording
from converter.probe.store import BadStore, parsed_array
from converter.probe.text import masked, shown_lines
from converter.prove.figures import differing_pixels
from converter.prove.parquet import differing_tables
from converter.prove.pickles import instructions

TABLES = frozenset({".csv", ".tsv", ".txt", ".dat", ".md", ".html", ".log", ".tex", ".xml", ".svg"})
ZIPPED = frozenset({".xlsx", ".npz", ".zip", ".docx", ".keras", ".pt", ".pth"})
PICKLED = frozenset({".joblib", ".pkl", ".pickle", ".p"})
NUMBER = re.compile(r"[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?")
STAMP = re.compile(
    r"<dc:date>[^<]*</dc:date>|<dcterms:\w+[^>]*>[^<]*</dcterms:\w+>|id=\"\w+\"|#\w+"
)


def written_files(recording: Recording) -> dict[str, FileUse]:
    """Files of the copy that are new, changed or gone, by path."""
    return {each.path: each for each in recording.files if each.mode != "r" and each.inside}


def compared_files(
    notebook: Recording,
    project: Recording,
    provenance: Provenance,
    tolerance: Tolerance,
    unstable: AbstractSet[str] = frozenset(),
) -> tuple[int, list[Finding]]:
    """How many files were compared, and those that differ."""
    left, right = written_files(notebook), written_files(project)
    found = []
    paths = sorted({*left, *right} - unstable)
    for path in paths:
        one, other = left.get(path), right.get(path)
        why = _why(one, other, notebook, project, tolerance, provenance.package)
        if why:
            place = (one or other or FileUse(path, "w")).at
            cell = place if isinstance(place, int) else None
            stage = provenance.stage_of(cell) if cell else str(place or "")
            found.append(Finding("file", stage, path, _told(one), _told(other), why, cell))
    return len(paths), found


def unstable_files(first: Recording, again: Recording, tolerance: Tolerance) -> set[str]:
    """Paths that another run of the same notebook writes otherwise."""
    left, right = written_files(first), written_files(again)
    return {
        path
        for path in {*left, *right}
        if _why(left.get(path), right.get(path), first, again, tolerance, "")
    }


def _told(file: FileUse | None) -> str:
    if file is None:
        return "(not written)"
    return "(deleted)" if file.mode == "d" else f"{file.size} bytes"


def _why(
    one: FileUse | None,
    other: FileUse | None,
    left: Recording,
    right: Recording,
    tolerance: Tolerance,
    package: str,
) -> str:
    if one is None or other is None:
        return "written on one side only"
    if one.mode != other.mode:
        return "deleted on one side only"
    if one.sha256 == other.sha256:
        return ""
    if not one.kept or not other.kept:
        return "other bytes (too large to look into)"
    return differing_content(
        left.folder / "files" / one.kept, right.folder / "files" / other.kept, tolerance, package
    )


def differing_content(left: Path, right: Path, tolerance: Tolerance, package: str = "") -> str:
    """Why two files of different bytes do not hold the same, or ""."""
    first, second = left.read_bytes(), right.read_bytes()
    reader = _reader(left.suffix.lower())
    if reader is None:
        return "other bytes"
    try:
        return reader(first, second, tolerance, package)
    except (ValueError, KeyError, RecursionError, zipfile.BadZipFile, BadStore) as exc:
        return f"other bytes ({type(exc).__name__})"


def _reader(suffix: str) -> Callable[..., str] | None:
    if suffix in TABLES:
        return READERS.get(suffix, _texts)
    if suffix in PICKLED:
        return _pickles
    return _members if suffix in ZIPPED else READERS.get(suffix)


def _texts(first: bytes, second: bytes, tolerance: Tolerance, package: str) -> str:
    left = shown_lines(STAMP.sub("", first.decode("utf-8")), package)
    right = shown_lines(STAMP.sub("", second.decode("utf-8")), package)
    if len(left) != len(right):
        return f"{len(left)} lines, not {len(right)}"
    for i, line in enumerate(left):
        if line != right[i] and not _same_line(line, right[i], tolerance):
            return f"line {i + 1} is other text"
    return ""


def _same_line(left: str, right: str, tolerance: Tolerance) -> bool:
    """True when only digits of numbers within tolerance differ."""
    if NUMBER.sub("#", left) != NUMBER.sub("#", right):
        return False
    pairs = zip(NUMBER.findall(left), NUMBER.findall(right), strict=True)
    return all(a == b or ("." in a and close(float(a), float(b), tolerance)) for a, b in pairs)


def close(left: float, right: float, tolerance: Tolerance) -> bool:
    """True for two numbers that are the same within tolerance."""
    if math.isnan(left) or math.isnan(right):
        return math.isnan(left) and math.isnan(right)
    return math.isclose(left, right, rel_tol=tolerance.rtol, abs_tol=tolerance.atol)


def _json(first: bytes, second: bytes, tolerance: Tolerance, package: str) -> str:
    return _trees("", json.loads(first), json.loads(second), tolerance, package)


def _trees(path: str, left: Any, right: Any, tolerance: Tolerance, package: str) -> str:
    if isinstance(left, dict) and isinstance(right, dict):
        if left.keys() != right.keys():
            return f"other keys at {path or 'the top'}"
        pairs = [(f"{path}/{key}", left[key], right[key]) for key in left]
    elif isinstance(left, list) and isinstance(right, list):
        if len(left) != len(right):
            return f"{len(left)} elements, not {len(right)}, at {path or 'the top'}"
        pairs = [(f"{path}/{i}", each, right[i]) for i, each in enumerate(left)]
    else:
        if isinstance(left, float) and isinstance(right, float):
            return "" if close(left, right, tolerance) else f"another number at {path}"
        if isinstance(left, str) and isinstance(right, str):
            return (
                "" if masked(left, package) == masked(right, package) else f"other text at {path}"
            )
        return "" if left == right and type(left) is type(right) else f"another value at {path}"
    return next((why for pair in pairs if (why := _trees(*pair, tolerance, package))), "")


def _npy(first: bytes, second: bytes, tolerance: Tolerance, package: str) -> str:
    (one, left), (other, right) = parsed_array(first), parsed_array(second)
    if one != other or len(left) != len(right):
        return "an array of another type or size"
    for i, number in enumerate(left):
        same = close(number, right[i], tolerance) if one[1] in "fc" else number == right[i]
        if not same:
            return f"another number at [{i}]"
    return ""


def _png(first: bytes, second: bytes, tolerance: Tolerance, package: str) -> str:
    return differing_pixels(first, second)


def _members(first: bytes, second: bytes, tolerance: Tolerance, package: str) -> str:
    left, right = _unzipped(first), _unzipped(second)
    if left.keys() != right.keys():
        return "other files inside"
    for name, content in left.items():
        if content == right[name]:
            continue
        suffix = Path(name).suffix.lower()
        reader = _texts if suffix == ".rels" else _reader(suffix)
        why = reader(content, right[name], tolerance, package) if reader else "other bytes"
        if why:
            return f"{name}: {why}"
    return ""


def _unzipped(content: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        infos = file.infolist()
        if sum(info.file_size for info in infos) > 200 << 20:
            raise ValueError("too large")
        return {info.filename: file.read(info) for info in infos}


def _pickles(first: bytes, second: bytes, tolerance: Tolerance, package: str) -> str:
    """Two pickles as lists of instructions: they are read, never carried out."""
    left, right = instructions(first, package), instructions(second, package)
    if len(left) != len(right):
        return "other pickled values"
    for i, (name, argument) in enumerate(left):
        other_name, other = right[i]
        if isinstance(argument, float) and isinstance(other, float):
            same = close(argument, other, tolerance)
        else:
            same = argument == other
        if name != other_name or not same:
            return f"other pickled values ({str(argument)[:40]}, not {str(other)[:40]})"
    return ""


def _csv(first: bytes, second: bytes, tolerance: Tolerance, package: str) -> str:
    left = list(csv.reader(io.StringIO(first.decode("utf-8"))))
    right = list(csv.reader(io.StringIO(second.decode("utf-8"))))
    if len(left) != len(right):
        return f"{len(left)} rows, not {len(right)}"
    for i, row in enumerate(left):
        for j, cell in enumerate(row):
            other = right[i][j] if j < len(right[i]) else None
            if cell != other and (other is None or not _same_line(cell, other, tolerance)):
                return f"row {i + 1}, column {j + 1}: {cell[:40]!r}, not {str(other)[:40]!r}"
        if len(row) != len(right[i]):
            return f"row {i + 1} has {len(row)} columns, not {len(right[i])}"
    return ""


READERS: dict[str, Callable[..., str]] = {
    ".csv": _csv,
    ".json": _json,
    ".geojson": _json,
    ".npy": _npy,
    ".parquet": differing_tables,
    ".png": _png,
}
