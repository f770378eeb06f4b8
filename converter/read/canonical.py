"""A notebook as nbformat-4.5 JSON without outputs: the copy that a project keeps."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

_PYTHON_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_NOT_KEPT = ("widgets", "signature", "orig_nbformat", "orig_nbformat_minor")


def clean_text(text: str) -> str:
    """`text` with \\n line ends, without BOM, without halves of surrogate pairs."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def canonical_text(cells: Iterable[Mapping[str, Any]], metadata: Mapping[str, Any]) -> str:
    """The notebook's JSON: sorted keys, outputs stripped, every cell with an id of its own."""
    kept = {key: value for key, value in metadata.items() if key not in _NOT_KEPT}
    if not _is_kernelspec(kept.get("kernelspec")):
        kept["kernelspec"] = _PYTHON_KERNEL
    used: set[str] = set()
    document = {
        "cells": [
            _canonical_cell(cell, _fresh_id(cell.get("id"), number, used))
            for number, cell in enumerate(cells, start=1)
        ],
        "metadata": kept,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    return clean_text(text)


def _is_kernelspec(spec: object) -> bool:
    return isinstance(spec, dict) and all(
        isinstance(spec.get(key), str) for key in ("name", "display_name")
    )


def _fresh_id(given: object, number: int, used: set[str]) -> str:
    """The cell's own id where it is valid and not taken, else one made from its number."""
    name = given if isinstance(given, str) and _CELL_ID.fullmatch(given) else f"cell-{number}"
    while name in used:
        name = f"cell-{number}" if f"cell-{number}" not in used else f"{name[:50]}-{number}"
    used.add(name)
    return name


def _canonical_cell(cell: Mapping[str, Any], name: str) -> dict[str, Any]:
    kind = cell.get("cell_type")
    kind = kind if kind in ("code", "markdown") else "raw"
    source = str(cell["source"])
    kept: dict[str, Any] = {
        "cell_type": kind,
        "id": name,
        "metadata": _cell_metadata(cell["metadata"]),
        "source": _lines(source),
    }
    if kind == "code":
        return kept | {"execution_count": None, "outputs": []}
    attachments = cell.get("attachments")
    return kept | {"attachments": attachments} if isinstance(attachments, dict) else kept


def _lines(source: str) -> list[str]:
    """Lines with their \\n; other separators (form feed, U+2028) do not end a line."""
    parts = source.split("\n")
    lines = [part + "\n" for part in parts[:-1]]
    return [*lines, parts[-1]] if parts[-1] else lines


def _cell_metadata(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """The cell's metadata with tags as the schema wants them: a list of different strings."""
    kept = dict(metadata)
    if "tags" in kept:
        tags = kept["tags"]
        tags = [tags] if isinstance(tags, str) else tags if isinstance(tags, list) else []
        kept["tags"] = list(
            dict.fromkeys(tag for tag in tags if isinstance(tag, str) and "," not in tag)
        )
    return kept
