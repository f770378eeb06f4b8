"""Two runs of a notebook compared cell by cell, but for times, process numbers and addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

# ipykernel sends what was printed 0.2 s after it was: where a stream is cut, and in a cell that
# takes so long which of two streams comes first, is up to the clock.
_CLOCK = 0.15
_HEX = re.compile(r"0x[0-9a-fA-F]{6,}")
_RULES = (
    (re.compile(r"ipykernel_\d+"), "ipykernel_PID"),
    (re.compile(r"/tmp/tmp\w{8}\.json"), "CONNECTION.json"),
    (re.compile(r"\b\d+(\.\d+)?(e\+\d+)? ?(ns|µs|μs|us|ms|s)\b( ± [^\n]*)?"), "TIME"),
    (re.compile(r"\b\d\d:\d\d:\d\d(\.\d+)?\b"), "CLOCK"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "IDENTITY"),
    # How often a frame repeats before the recursion limit: the kernel's own frames count too.
    (re.compile(r"\(\d+ times\)"), "(N times)"),
    (re.compile(r"\b(pid|PID|process) ?[=:]? ?\d+"), "PID"),
)


def differences(one: Any, other: Any) -> Iterator[tuple[int | None, str]]:
    """What differs, in words, with the index of the cell; None: the notebook itself."""
    for number, (a, b) in enumerate(zip(one.cells, other.cells, strict=True)):
        for what, left, right in _views(a, b):
            if left != right:
                yield number, f"{what}\n  {_short(left)}\n  {_short(right)}"
    left, right = _notebook_metadata(one), _notebook_metadata(other)
    if left != right:
        yield None, f"metadata\n  {_short(left)}\n  {_short(right)}"


def _views(one: Any, other: Any) -> Iterator[tuple[str, Any, Any]]:
    yield "source", one.source, other.source
    yield "metadata", _metadata(one), _metadata(other)
    if one.cell_type != "code":
        return
    yield "execution count", one.execution_count, other.execution_count
    slow = max(_seconds(one), _seconds(other)) > _CLOCK
    yield "outputs", _outputs(one, slow), _outputs(other, slow)


def _seconds(cell: Any) -> float:
    return float(cell.metadata.get("papermill", {}).get("duration") or 0.0)


def _outputs(cell: Any, slow: bool) -> list[Any]:
    """The cell's outputs; in a slow cell what each stream carried in all comes first."""
    found = [_plain(dict(output)) for output in cell.outputs]
    if not slow:
        return _joined(found)
    streams: dict[str, str] = {"stdout": "", "stderr": ""}
    for output in found:
        if output["output_type"] == "stream":
            streams[output["name"]] += output["text"]
    return [streams, *(output for output in found if output["output_type"] != "stream")]


def _joined(outputs: list[Any]) -> list[Any]:
    """The outputs with neighbours of one stream as one."""
    joined: list[Any] = []
    for output in outputs:
        last = joined[-1] if joined else {}
        if output["output_type"] == "stream" and last.get("name") == output["name"]:
            joined[-1] = {**last, "text": last["text"] + output["text"]}
        else:
            joined.append(output)
    return joined


def _metadata(cell: Any) -> Any:
    found = json.loads(json.dumps(cell.metadata))
    for group in ("papermill", "execution"):
        for key in found.get(group, {}):
            if "time" in key or "." in key or key == "duration":
                found[group][key] = found[group][key] is not None
    return found


def _notebook_metadata(node: Any) -> Any:
    found = json.loads(json.dumps(node.metadata))
    for key in found.get("papermill", {}):
        if "time" in key or key in ("duration", "output_path"):
            found["papermill"][key] = found["papermill"][key] is not None
    return _plain(found)


def _plain(value: Any) -> Any:
    """The value with times, process numbers and addresses replaced."""
    match value:
        case str():
            for pattern, word in _RULES:
                value = pattern.sub(word, value)
            seen: dict[str, str] = {}
            return _HEX.sub(lambda m: seen.setdefault(m[0], f"ADDRESS{len(seen)}"), value)
        case dict():
            return {_plain(key): _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
    return value


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 1200 else f"{text[:700]} ... {text[-400:]}"
