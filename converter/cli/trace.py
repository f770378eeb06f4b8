"""The trace file that a fault of our own leaves behind."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

from converter import __version__


def trace_file(exc: BaseException, arguments: Sequence[str]) -> str:
    """The path of a new file that holds the trace of `exc`."""
    text = trace_text(exc, arguments)
    for folder in _folders():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handle, path = tempfile.mkstemp(prefix="trace-", suffix=".txt", dir=folder)
        except OSError:
            continue
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
        return path
    return "(no folder for it could be written)"


def trace_text(exc: BaseException, arguments: Sequence[str]) -> str:
    """What a maintainer needs; of the arguments only the command and option names, never values."""
    options = [word for word in arguments if re.fullmatch(r"--[a-z-]+", word)]
    detail = getattr(exc, "detail", "")
    parts = [
        f"nbship {__version__} on Python {sys.version.split()[0]} ({sys.platform})",
        f"command: nbship {' '.join([*arguments[:1], *options])}",
        "".join(traceback.format_exception(exc)),
    ]
    if detail:
        parts.append(f"detail:\n{detail}\n")
    return "\n".join(parts)


def _folders() -> Iterator[Path]:
    state = os.environ.get("XDG_STATE_HOME")
    if state:
        yield Path(state) / "nbship"
    home = os.environ.get("HOME")
    if home:
        yield Path(home) / ".local" / "state" / "nbship"
    yield Path(tempfile.gettempdir())
