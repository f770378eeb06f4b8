"""Secrets taken out of whatever a notebook shows: sources, outputs, tracebacks, metadata."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

MASK = "**********"
# Pictures are not text: a short secret would be found in them by chance.
_BINARY = ("image/png", "image/jpeg", "image/gif", "application/pdf", "audio/", "video/")


def redacted(document: Any, hidden: Iterable[str]) -> Any:
    """A copy of a notebook's JSON with streams joined and the hidden texts masked."""
    spellings = sorted({form for text in hidden for form in _spellings(text)}, key=len)[::-1]
    copy = dict(document)
    copy["cells"] = [_joined(cell) for cell in document["cells"]]
    return _masked(copy, spellings) if spellings else copy


def masked_text(text: str, hidden: Iterable[str]) -> str:
    """`text` with the hidden texts masked."""
    spellings = sorted({form for one in hidden for form in _spellings(one)}, key=len)[::-1]
    masked: str = _masked(text, spellings)
    return masked


def _spellings(text: str) -> set[str]:
    """The ways in which output may write a text: plain, quoted, escaped, encoded."""
    return {
        text,
        *text.splitlines(),
        repr(text)[1:-1],
        repr(repr(text))[2:-2],
        json.dumps(text)[1:-1],
        html.escape(text),
        quote(text, safe=""),
        base64.b64encode(text.encode()).decode().rstrip("="),
    } - {""}


def _joined(cell: Any) -> Any:
    """The cell with neighbouring outputs of one stream as one: a secret may be printed in parts."""
    outputs: list[Any] = []
    for output in cell.get("outputs", []):
        last = outputs[-1] if outputs else {}
        if output["output_type"] == "stream" == last.get("output_type"):
            if output["name"] == last["name"]:
                text = "".join(last["text"]) + "".join(output["text"])
                outputs[-1] = {**last, "text": text}
                continue
        outputs.append(output)
    return {**cell, "outputs": outputs} if "outputs" in cell else cell


def _masked(value: Any, spellings: list[str]) -> Any:
    match value:
        case str():
            for text in spellings:
                value = value.replace(text, MASK)
            return value
        case dict():
            return {
                key: item if str(key).startswith(_BINARY) else _masked(item, spellings)
                for key, item in value.items()
                if key not in ("cell_type", "output_type", "id", "name")
            } | {
                key: value[key]
                for key in ("cell_type", "output_type", "id", "name")
                if key in value
            }
        case list():
            return [_masked(item, spellings) for item in value]
    return value
