"""Figures by pixels: PNG files of one renderer, decoded here."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from converter.model.proof import Finding, Provenance
from converter.model.recording import FigureShown, Recording

NEAR = 3
"""Levels of 256 by which a colour may differ: rounding, not drawing."""
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
SIGNATURE = b"\x89PNG\r\n\x1a\n"


class BadPicture(ValueError):
    """Not a PNG of the simple kind that matplotlib writes."""


def figure_places(recording: Recording, provenance: Provenance) -> Mapping[str, list[int]]:
    """Places of the recording's figures by stage."""
    found: dict[str, list[int]] = {}
    for i, figure in enumerate(recording.figures):
        stage = (
            provenance.stage_of(figure.at) if isinstance(figure.at, int) else str(figure.at or "")
        )
        found.setdefault(stage, []).append(i)
    return found


def compared_figures(
    notebook: Recording,
    project: Recording,
    provenance: Provenance,
    unstable: AbstractSet[int] = frozenset(),
) -> tuple[int, list[Finding]]:
    """How many figures were compared, and those that differ."""
    left, right = figure_places(notebook, provenance), figure_places(project, provenance)
    found: list[Finding] = []
    count = 0
    for stage in [*left, *(each for each in right if each not in left)]:
        mine, other = left.get(stage, []), right.get(stage, [])
        for i, place in enumerate(mine[: len(other)]):
            if place in unstable:
                continue
            count += 1
            why = difference(notebook, notebook.figures[place], project, project.figures[other[i]])
            if why:
                found.append(_finding(notebook.figures[place], stage, i, why))
        if len(mine) != len(other) and not set(mine) & unstable:
            shown = Finding(
                "figure",
                stage,
                "figures",
                str(len(mine)),
                str(len(other)),
                "another number of figures",
                _cell(notebook.figures[mine[-1]]) if mine else None,
            )
            found.append(shown)
    return count, found


def _finding(figure: FigureShown, stage: str, number: int, why: str) -> Finding:
    return Finding("figure", stage, f"figure {number + 1}", "", "", why, _cell(figure))


def _cell(figure: FigureShown) -> int | None:
    return figure.at if isinstance(figure.at, int) else None


def difference(left: Recording, one: FigureShown, right: Recording, other: FigureShown) -> str:
    """Why two figures are not the same picture, or ""."""
    if one.file is None or other.file is None:
        return "" if one.why == other.why else f"drawn on one side only ({one.why or other.why})"
    first = (left.folder / "figures" / one.file).read_bytes()
    second = (right.folder / "figures" / other.file).read_bytes()
    return differing_pixels(first, second)


def differing_pixels(first: bytes, second: bytes) -> str:
    """Why two PNG files are not the same picture, or ""."""
    if first == second:
        return ""
    try:
        (width, height, left), (other_width, other_height, right) = pixels(first), pixels(second)
    except (BadPicture, zlib.error, struct.error, IndexError) as exc:
        return f"other bytes ({exc})"
    if (width, height) != (other_width, other_height):
        return f"{width}×{height} pixels, not {other_width}×{other_height}"
    if len(left) != len(right):
        return "pixels of another kind"
    apart = [abs(a - b) for a, b in zip(left, right, strict=True)]
    wrong = sum(1 for each in apart if each > NEAR)
    if not wrong:
        return ""
    channels = max(1, len(left) // max(1, width * height))
    places = {i // channels for i, each in enumerate(apart) if each > NEAR}
    share = 100 * len(places) / (width * height)
    return f"{len(places)} of {width * height} pixels differ ({share:.2g} %)"


def pixels(content: bytes) -> tuple[int, int, bytes]:
    """Width, height and samples of a PNG. Raises BadPicture."""
    if content[:8] != SIGNATURE:
        raise BadPicture("no PNG")
    place, header, data = 8, b"", b""
    while place + 8 <= len(content):
        size, kind = struct.unpack(">I4s", content[place : place + 8])
        body = content[place + 8 : place + 8 + size]
        if kind == b"IHDR":
            header = body
        elif kind == b"IDAT":
            data += body
        place += 12 + size
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    if depth != 8 or interlaced or colour not in CHANNELS or width * height > 50_000_000:
        raise BadPicture("a PNG of an unusual kind")
    return (
        width,
        height,
        _unfiltered(zlib.decompress(data), width * CHANNELS[colour], CHANNELS[colour]),
    )


def _unfiltered(raw: bytes, length: int, step: int) -> bytes:
    """The samples of rows that PNG stores as differences."""
    found = bytearray()
    above = bytearray(length)
    for start in range(0, len(raw), length + 1):
        kind, line = raw[start], bytearray(raw[start + 1 : start + 1 + length])
        _undo(kind, line, above, step)
        found += line
        above = line
    return bytes(found)


def _undo(kind: int, line: bytearray, above: Sequence[int], step: int) -> None:
    for i in range(len(line)) if kind else ():
        left = line[i - step] if i >= step else 0
        up = above[i]
        corner = above[i - step] if i >= step else 0
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = up
        elif kind == 3:
            guess = (left + up) // 2
        else:
            guess = _paeth(left, up, corner)
        line[i] = (line[i] + guess) & 255


def _paeth(left: int, up: int, corner: int) -> int:
    estimate = left + up - corner
    distances = abs(estimate - left), abs(estimate - up), abs(estimate - corner)
    if distances[0] <= distances[1] and distances[0] <= distances[2]:
        return left
    return up if distances[1] <= distances[2] else corner


def picture(recording: Recording, figure: FigureShown) -> Path | None:
    """The file of a figure."""
    return recording.folder / "figures" / figure.file if figure.file else None
