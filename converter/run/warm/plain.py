"""Cells as Python that `ast` can read: magics and shell lines stand in it as calls."""

from __future__ import annotations

import ast
import re

MAGIC, SHELL = "__nbship_magic__", "__nbship_shell__"
# Cell magics whose cell is Python that runs in the notebook's namespace.
_PYTHON_CELLS = frozenset({"time", "timeit", "capture", "prun", "python_here"})
_LINE = re.compile(
    r"^(?P<indent>\s*)(?P<target>[\w.,\s\[\]'\"]+=\s*)?(?P<mark>%|!{1,2})(?P<text>.*)$"
)
_HELP = re.compile(r"^\s*(\?{1,2}[\w.*]+|[\w.*]+\?{1,2})\s*$")


def plain_cell(source: str) -> ast.Module | None:
    """The cell's statements, or None where it is no Python."""
    text = source.lstrip()
    if text.startswith("%%"):
        first, _, rest = text.partition("\n")
        name = first[2:].split(None, 1)[0] if first[2:].strip() else ""
        if name not in _PYTHON_CELLS:
            return _parsed(f"{SHELL}({rest!r})\n")
        text = rest
    return _parsed(text) or _parsed(_masked(text))


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _masked(text: str) -> str:
    """The text with each line that is not Python as a call."""
    lines: list[str] = []
    waiting = ""
    for line in text.split("\n"):
        whole = waiting + line
        if _LINE.match(whole) and whole.endswith("\\"):  # a shell line that goes on
            waiting = whole[:-1]
            continue
        waiting = ""
        lines.append(_as_call(whole))
    return "\n".join([*lines, waiting])


def _as_call(line: str) -> str:
    found = _LINE.match(line)
    if found:
        name = MAGIC if found["mark"] == "%" else SHELL
        return f"{found['indent']}{found['target'] or ''}{name}({found['text'].strip()!r})"
    return "pass" if _HELP.match(line) else line
