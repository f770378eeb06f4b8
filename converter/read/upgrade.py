"""nbformat 2 and 3 brought to version 4, as far as text and tags go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def as_version_4(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The notebook in nbformat 4's shape: one list of cells, `source` for every text."""
    metadata = raw.get("metadata")
    metadata = dict(metadata) if isinstance(metadata, dict) else {}
    sheets = raw.get("worksheets")
    sheets = sheets if isinstance(sheets, list) else [raw]
    cells = [
        _upgraded(cell)
        for sheet in sheets
        if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)
        for cell in sheet["cells"]
        if isinstance(cell, dict)
    ]
    languages = [c["language"] for c in cells if isinstance(c.get("language"), str)]
    if languages and "kernelspec" not in metadata and "language_info" not in metadata:
        metadata["language_info"] = {"name": languages[0]}
    for cell in cells:
        cell.pop("language", None)
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}


def _upgraded(cell: Mapping[str, Any]) -> dict[str, Any]:
    kind = cell.get("cell_type")
    new: dict[str, Any] = {"cell_type": kind, "metadata": cell.get("metadata", {})}
    if kind == "code":
        source = cell.get("input", cell.get("source", ""))
        count = cell.get("prompt_number")
        return new | {"source": source, "execution_count": count, "language": cell.get("language")}
    source = cell.get("source", "")
    if kind == "heading":
        level = cell.get("level")
        level = min(max(level, 1), 6) if isinstance(level, int) else 1
        text = "".join(source) if isinstance(source, list) else str(source)
        title = " ".join(text.splitlines())
        return new | {"cell_type": "markdown", "source": f"{'#' * level} {title}"}
    if kind in ("html", "markdown"):
        return new | {"cell_type": "markdown", "source": source}
    return new | {"cell_type": "raw", "source": source}
