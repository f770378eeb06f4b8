"""What an .ipynb file holds, of any nbformat version from 2 to 4."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from converter.errors import InputError
from converter.model.notebook import Cell, CellKind
from converter.read.canonical import canonical_text, clean_text
from converter.read.language import language_of
from converter.read.upgrade import as_version_4

_NOT_NOTEBOOK = "a notebook is a JSON object with 'nbformat' and 'cells'; save it again in Jupyter"
_NEWEST = 4
_OUTPUTS = re.compile(rb'"outputs"\s*:\s*\[')
_BRACKET = re.compile(rb'["\[\]]')


@dataclass(frozen=True)
class Contents:
    """What one of the readers found in a file."""

    cells: tuple[Cell, ...]
    language: str
    kernel: str
    format: str
    text: str


def contents_of_json(data: bytes, name: str) -> Contents:
    """The cells and metadata of an .ipynb file."""
    raw = _document(data, name)
    version = _version(raw, name)
    if version[0] < _NEWEST:
        raw = as_version_4(raw)
    metadata = raw.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    language = language_of(metadata)
    if language != "python":
        raise InputError(
            f"{name}: the notebook is written in {language}, not Python",
            hint="nbship converts Python notebooks",
        )
    raw_cells = list(_raw_cells(raw, name))
    spec = metadata.get("kernelspec")
    kernel = spec.get("name", "") if isinstance(spec, dict) else ""
    return Contents(
        cells=tuple(_cell(cell, number) for number, cell in enumerate(raw_cells, start=1)),
        language="python",
        kernel=kernel if isinstance(kernel, str) else "",
        format=f"{version[0]}.{version[1]}",
        text=canonical_text(raw_cells, metadata),
    )


def without_outputs(data: bytes) -> bytes:
    """`data` with every `"outputs": [...]` emptied, so that 200 MB of images are never parsed.

    The key cannot occur inside a JSON string: there its quotes would be escaped.
    """
    pieces: list[bytes] = []
    done = 0
    while found := _OUTPUTS.search(data, done):
        end = _end_of_array(data, found.end())
        if end < 0:
            break
        pieces.append(data[done : found.end()])
        done = end - 1
    if not done:
        return data
    pieces.append(data[done:])
    return b"".join(pieces)


def _end_of_array(data: bytes, start: int) -> int:
    """The offset behind the bracket that closes the array opened before `start`; -1 if none."""
    depth, at = 1, start
    while depth:
        found = _BRACKET.search(data, at)
        if found is None:
            return -1
        at = found.end()
        if found.group() == b"[":
            depth += 1
        elif found.group() == b"]":
            depth -= 1
        else:
            at = _end_of_string(data, at)
            if at < 0:
                return -1
    return at


def _end_of_string(data: bytes, start: int) -> int:
    """The offset behind the quote that closes the string opened before `start`; -1 if none."""
    at = start
    while (end := data.find(b'"', at)) >= 0:
        before = end - 1
        while before >= start and data[before] == 0x5C:
            before -= 1
        if (end - 1 - before) % 2 == 0:
            return end + 1
        at = end + 1
    return -1


def _document(data: bytes, name: str) -> dict[str, Any]:
    """The JSON object in `data`, without outputs."""
    if not data.strip():
        raise InputError(f"{name}: the file is empty", hint=_NOT_NOTEBOOK)
    slim = without_outputs(data)
    try:
        raw = json.loads(slim.decode("utf-8"))
    except UnicodeDecodeError as exc:
        raise InputError(
            f"{name}: is not UTF-8 text (byte {exc.object[exc.start]:#04x})",
            hint="save the notebook again in Jupyter",
        ) from exc
    except RecursionError as exc:
        raise InputError(f"{name}: JSON nested too deep", hint=_NOT_NOTEBOOK) from exc
    except ValueError as exc:
        raise _json_trouble(data, name, exc) from exc
    if not isinstance(raw, dict):
        raise InputError(f"{name}: is JSON, but not a notebook", hint=_NOT_NOTEBOOK)
    return raw


def _json_trouble(data: bytes, name: str, slim_error: ValueError) -> InputError:
    """What is wrong with the JSON, at its place in the file as it is."""
    problem = slim_error
    try:
        json.loads(data.decode("utf-8", "replace"))
    except ValueError as exc:
        problem = exc
    if not isinstance(problem, json.JSONDecodeError):
        return InputError(f"{name}: is not readable JSON: {problem}", hint=_NOT_NOTEBOOK)
    rest = problem.doc[problem.pos :].strip()
    cut_off = not rest or problem.msg.startswith("Unterminated string")
    if data.lstrip()[:1] in (b"{", b"[") and cut_off:
        return InputError(
            f"{name}: the JSON ends too early, at line {problem.lineno}: the file is cut off",
            hint="fetch or save the notebook again",
        )
    return InputError(
        f"{name}: is not JSON: {problem.msg} (line {problem.lineno}, column {problem.colno})",
        hint="conflict marks of a merge? " + _NOT_NOTEBOOK if b"<<<<<<<" in data else _NOT_NOTEBOOK,
    )


def _version(raw: Mapping[str, Any], name: str) -> tuple[int, int]:
    """nbformat's major and minor version."""
    major, minor = raw.get("nbformat"), raw.get("nbformat_minor", 0)
    if not isinstance(major, int) or isinstance(major, bool):
        raise InputError(f"{name}: is JSON, but not a notebook", hint=_NOT_NOTEBOOK)
    if major > _NEWEST:
        raise InputError(
            f"{name}: nbformat {major} is newer than nbship knows ({_NEWEST})",
            hint="save it from Jupyter as nbformat 4, or update nbship",
        )
    if major < 2:
        raise InputError(
            f"{name}: nbformat {major} is too old",
            hint="open and save it in Jupyter: jupyter nbconvert --to notebook",
        )
    return major, minor if isinstance(minor, int) else 0


def _raw_cells(raw: Mapping[str, Any], name: str) -> Iterator[dict[str, Any]]:
    """The cells as JSON objects, each with a usable type, source and metadata."""
    cells = raw.get("cells")
    if not isinstance(cells, list):
        raise InputError(f"{name}: is JSON, but has no list of cells", hint=_NOT_NOTEBOOK)
    for number, cell in enumerate(cells, start=1):
        if not isinstance(cell, dict):
            raise InputError(f"{name}: cell {number} is not a JSON object", hint=_NOT_NOTEBOOK)
        source = cell.get("source", "")
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            source = "".join(source)
        if not isinstance(source, str):
            raise InputError(f"{name}: cell {number} has no text", hint=_NOT_NOTEBOOK)
        metadata = cell.get("metadata")
        yield {
            **cell,
            "source": clean_text(source),
            "metadata": metadata if isinstance(metadata, dict) else {},
        }


def _cell(raw: Mapping[str, Any], number: int) -> Cell:
    kinds: dict[object, CellKind] = {"code": "code", "markdown": "markdown"}
    kind = raw.get("cell_type")
    tags = raw["metadata"].get("tags")
    tags = tags if isinstance(tags, list) else [tags] if isinstance(tags, str) else []
    count = raw.get("execution_count")
    return Cell(
        number=number,
        kind=kinds.get(kind, "raw") if isinstance(kind, str) else "raw",
        source=raw["source"],
        tags=tuple(dict.fromkeys(tag for tag in tags if isinstance(tag, str))),
        execution_count=count if isinstance(count, int) else None,
    )
