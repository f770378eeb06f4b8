"""What a cell that raised says about itself: the notebook's own cell and line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from converter.model.diagnostic import Diagnostic, Span
from converter.run.cells import Piece

_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_FRAME = re.compile(
    r"(?:Cell In|Input In|Input) ?\[(\d+)\](?:, line (\d+)|, in <cell line: (\d+)>)?"
)
_OLD_FRAME = re.compile(r"<ipython-input-(\d+)-[^>]*>")
_ARROW = re.compile(r"^-+> (\d+) ", re.MULTILINE)


def failure(cell: Mapping[str, Any], piece: Piece) -> Diagnostic:
    """The diagnostic of a cell that raised, with its place in the original notebook."""
    error = error_of(cell)
    last = f"{error['ename']}: {error['evalue']}".strip().rstrip(":")
    line = _line(error, cell.get("execution_count"))
    if line is not None and piece.lines:
        line = piece.lines[min(line, len(piece.lines)) - 1]
    message = last.split("\n")[0][:500] or "the cell raised an error"
    if piece.number == 0:
        hint = "it is the cell with the values given to this run"
        return Diagnostic("NB701", "error", message, hint)
    return Diagnostic("NB701", "error", message, "", Span(piece.number, line or 1))


def error_of(cell: Mapping[str, Any]) -> dict[str, Any]:
    """The error output of a cell, or an empty one."""
    for output in reversed(cell.get("outputs", [])):
        if output["output_type"] == "error":
            return dict(output)
    return {"ename": "", "evalue": "", "traceback": []}


def is_exit(cell: Mapping[str, Any]) -> bool:
    """True when the cell ended the notebook with `sys.exit()` or `sys.exit(0)`."""
    error = error_of(cell)
    return error["ename"] == "SystemExit" and str(error["evalue"]) in ("", "0", "None")


def _line(error: Mapping[str, Any], count: int | None) -> int | None:
    """The cell's own line in the traceback: its first frame there."""
    text = _COLOUR.sub("", "\n".join(error.get("traceback", [])))
    for match in _FRAME.finditer(text):
        if count is not None and int(match[1]) != count:
            continue
        if match[2] or match[3]:
            return int(match[2] or match[3])
        return _arrow(text, match.end())
    old = _OLD_FRAME.search(text)
    return _arrow(text, old.end()) if old else None


def _arrow(text: str, start: int) -> int | None:
    found = _ARROW.search(text, start)
    return int(found[1]) if found else None
