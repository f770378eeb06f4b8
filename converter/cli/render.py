"""The only place that prints: text, tables, one JSON document, progress.

Results go to stdout, remarks and progress to stderr. On a terminal rich draws tables in colour; in
a pipe, or with NO_COLOR or TERM=dumb, there are plain lines.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import IO, TYPE_CHECKING

from converter.cli.visible import visible

if TYPE_CHECKING:
    from converter.cli.failure import Failure
    from converter.cli.section import Section
    from converter.model.diagnostic import Diagnostic


class OutputClosed(Exception):
    """Whoever read our output went away (`nbship inspect nb.ipynb | head -1`)."""


def prepare_streams() -> None:
    """Let a notebook's odd characters print in any locale."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Print a result, on stdout."""
    _write(sys.stdout, text)


def remark(text: str) -> None:
    """Print what is not the result, on stderr."""
    _write(sys.stderr, text)


def document(content: Mapping[str, object]) -> None:
    """Print the one JSON document of a command."""
    import json

    _write(sys.stdout, json.dumps(content, indent=2, ensure_ascii=False, default=str), raw=True)


def diagnostics(found: Iterable[Diagnostic], notebook: str) -> None:
    """Print remarks about the notebook, on stderr."""
    for diagnostic in found:
        remark(diagnostic.text(notebook))


def failure(found: Failure, *, as_json: bool) -> None:
    """Print why a command ended without its result."""
    if as_json:
        from converter.cli.documents import failure_document

        return document(failure_document(found))
    diagnostics(found.diagnostics, found.notebook)
    if found.message:
        remark(f"nbship: {found.message}")
    if found.hint:
        remark(f"  hint: {found.hint}")


def sections(parts: Iterable[Section]) -> None:
    """Print tables: drawn on a terminal, plain lines in a pipe."""
    if is_terminal(sys.stdout):
        from converter.cli.tables import drawn

        return _write(sys.stdout, drawn(parts, sys.stdout), raw=True)
    from converter.cli.section import plain

    say(plain(parts))


def is_terminal(stream: IO[str]) -> bool:
    """Whether `stream` is a terminal that can show more than plain lines."""
    import os

    return stream.isatty() and os.environ.get("TERM") != "dumb"


def flush() -> None:
    """Hand over what is buffered, so that a closed pipe shows now and not at exit."""
    _write(sys.stdout, "", end="")


def _write(stream: IO[str], text: str, *, end: str = "\n", raw: bool = False) -> None:
    try:
        stream.write((text if raw else visible(text)) + end)
        stream.flush()
    except BrokenPipeError as exc:
        _discard(stream)
        raise OutputClosed from exc


def _discard(stream: IO[str]) -> None:
    """Point `stream` nowhere, so that the interpreter's own last flush succeeds."""
    import os

    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
