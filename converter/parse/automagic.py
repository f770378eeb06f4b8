"""Cells of one line that name a magic without its `%`, as IPython takes them: `pip install x`, `cd ..`."""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from dataclasses import replace

from converter.parse.magic_rules import LINE_MAGICS
from converter.parse.rows import Row, text_of

_WORD = re.compile(r"(\w+)(?![\w.])\s*(.*)", re.DOTALL)


def spelled_out(rows: tuple[Row, ...], known: frozenset[str]) -> tuple[Row, ...]:
    """`rows` with the `%` that IPython adds; `known` names mean what earlier cells bound them to.

    Only a cell of one line is looked at: in longer ones such a line is an error in IPython, too.
    """
    if not rows or any(row.text for row in rows[1:]) or len(rows) > 2:
        return rows
    first, *rest = rows
    found = _WORD.match(first.text)
    if found is None or not _is_magic(found[1], known):
        return rows
    argument = found[2]
    if argument[:1] in ("=", ",") or argument.rstrip().endswith("?"):
        return rows
    if _is_python(text_of(rows)):
        # It may be a name that an `import *` or the platform brought, unless it looks like a command.
        refused = LINE_MAGICS[found[1]].action == "refuse"
        if refused or (argument and not argument.startswith("-")):
            return rows
    return (replace(first, text=f"%{first.text}"), *rest)


def _is_magic(word: str, known: frozenset[str]) -> bool:
    shadowed = word in known or hasattr(builtins, word) or keyword.iskeyword(word)
    return word in LINE_MAGICS and not shadowed


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
