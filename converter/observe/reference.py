"""The part of a recording that a project keeps for its own test: bounded, nothing pickled."""

from __future__ import annotations

import io
import json
import zipfile
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from converter.model.recording import Recording
from converter.observe.launch import PROBE
from converter.probe.against import FILE, VERSION
from converter.probe.containers import evenly
from converter.probe.store import Arrays, BadStore, header_of

FOLDER = "tests/reference"
COPY = "tests/portraits"
LARGEST_ARRAY = 256 << 10
LARGEST = 4 << 20
SAMPLES = 1_000
# The kernel's side of the probe: a project's test needs none of it.
KERNEL_ONLY = frozenset(
    """borders.py calls.py changes.py column_facts.py further.py kernel.py matrices.py needless.py origins.py prepared.py
    references.py served.py storable.py tables.py widened.py""".split()
)


def reference_files(
    recording: Recording,
    *,
    lines: Sequence[str],
    figures: Mapping[str, int],
    unstable: Mapping[str, Any],
    tolerance: Mapping[str, float],
    harness: Mapping[str, Any],
    environment: Mapping[str, str],
) -> dict[str, bytes]:
    """The files that a project's test compares with, and those that it compares by."""
    arrays = Arrays(recording.folder / "values")
    kept: dict[str, tuple[str, bytes]] = {}
    room = [LARGEST]
    points = [
        {"name": point.name, "nodes": _trimmed(dict(point.nodes), arrays, kept, room)}
        for point in recording.points
    ]
    document = {
        "version": VERSION,
        "notebook": {"name": recording.name, "sha256": recording.sha256},
        "harness": harness,
        "environment": environment,
        "tolerance": tolerance,
        "points": points,
        "lines": list(lines),
        "figures": dict(figures),
        "unstable": unstable,
    }
    text = json.dumps(document, indent=1, ensure_ascii=True, default=str)
    found = {f"{FOLDER}/{FILE}": text.encode() + b"\n"}
    if kept:
        found[f"{FOLDER}/values/0001.npz"] = _zipped(kept)
    for path in sorted(PROBE.glob("*.py")):
        if path.name not in KERNEL_ONLY:
            found[f"{COPY}/{path.name}"] = path.read_bytes()
    return found


def _trimmed(node: Any, arrays: Arrays, kept: dict[str, Any], room: list[int]) -> Any:
    """The tree with its arrays put into `kept`, or with a sample of them where they are large."""
    if isinstance(node, list):
        return [_trimmed(each, arrays, kept, room) for each in node]
    if not isinstance(node, dict):
        return node
    found = {key: _trimmed(each, arrays, kept, room) for key, each in node.items()}
    digest = found.get("d")
    if not isinstance(digest, str) or "at" in found or digest not in arrays:
        return found
    if digest in kept:
        return found
    try:
        dtype, numbers = arrays.numbers(digest)
    except BadStore:
        return found
    content = numbers.tobytes() if isinstance(numbers, array) else b""
    if content and len(content) <= min(LARGEST_ARRAY, room[0]):
        room[0] -= len(content)
        kept[digest] = (dtype, content)
        return found
    parts = 2 if dtype[1] == "c" else 1
    places = evenly(len(numbers) // parts, SAMPLES)
    found["at"] = places
    found["v"] = [numbers[place * parts + j] for place in places for j in range(parts)]
    return found


def _zipped(kept: Mapping[str, tuple[str, bytes]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for digest, content in sorted(_members(kept)):
            file.writestr(zipfile.ZipInfo(digest + ".npy"), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _members(kept: Mapping[str, tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    for digest, (dtype, content) in kept.items():
        size = int(dtype[2:])
        yield digest, header_of(dtype, [len(content) // size]) + content
