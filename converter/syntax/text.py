"""Source text: offsets, edits and indentation. Text is sliced and edited, never un-parsed."""

from __future__ import annotations

import ast
import functools
import io
import tokenize
from collections.abc import Iterable
from dataclasses import dataclass

from converter.errors import InternalError


@dataclass(frozen=True, order=True)
class Edit:
    """Replace the characters `start:end` of a source by `text`."""

    start: int
    end: int
    text: str


class Offsets:
    """Character offsets of the nodes of one parsed source (`ast` counts columns in bytes)."""

    def __init__(self, source: str) -> None:
        self._lines = source.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def at(self, line: int, column: int) -> int:
        """The offset of byte `column` of `line` (from 1)."""
        return self._starts[line - 1] + character_column(self._lines[line - 1], column)

    def start(self, node: ast.stmt | ast.expr | ast.arg) -> int:
        """Where `node` begins."""
        return self.at(node.lineno, node.col_offset)

    def end(self, node: ast.stmt | ast.expr | ast.arg) -> int:
        """Where `node` ends, exclusive."""
        return self.at(node.end_lineno or node.lineno, node.end_col_offset or 0)


@functools.lru_cache(maxsize=4)
def _offsets(source: str) -> Offsets:
    return Offsets(source)


def segment(source: str, node: ast.stmt | ast.expr) -> str:
    """The text of `node`, a part of the parsed `source`.

    Unlike `ast.get_source_segment` it does not cut the whole source into lines for each node.
    """
    offsets = _offsets(source)
    return source[offsets.start(node) : offsets.end(node)]


def apply_edits(source: str, edits: Iterable[Edit]) -> str:
    """`source` with all edits carried out; edits at one place apply in the order given.

    Raises InternalError when two edits overlap.
    """
    parts: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        if edit.start < done:
            raise InternalError(f"edits overlap at offset {edit.start}", detail=source)
        parts += [source[done : edit.start], edit.text]
        done = edit.end
    return "".join(parts) + source[done:]


def character_column(line: str, byte_offset: int) -> int:
    """The character column of a UTF-8 byte offset."""
    if line.isascii():
        return byte_offset
    return len(line.encode()[:byte_offset].decode(errors="ignore"))


def indented(text: str, prefix: str = "    ") -> str:
    """`text` moved to the right; lines that begin inside a string stay as they are."""
    inside = string_interior(text)
    return "\n".join(
        line if number in inside or not line.strip() else prefix + line
        for number, line in enumerate(text.split("\n"), start=1)
    )


def dedented(text: str, width: int) -> str:
    """`text` moved to the left by up to `width` columns; insides of strings stay."""
    inside = string_interior(text)
    lines = text.split("\n")
    for index, line in enumerate(lines):
        if index + 1 not in inside:
            space = len(line) - len(line.lstrip(" \t"))
            lines[index] = line[min(space, width) :]
    return "\n".join(lines)


def string_interior(text: str) -> frozenset[int]:
    """Lines (from 1) of `text` that begin inside a string: indenting must leave them alone."""
    if not any(quotes in text for quotes in ('"""', "'''", "\\\n")):
        return frozenset()
    inside: set[int] = set()
    opened: list[int] = []
    starts = {getattr(tokenize, name, -1) for name in ("FSTRING_START", "TSTRING_START")}
    ends = {getattr(tokenize, name, -1) for name in ("FSTRING_END", "TSTRING_END")}
    for token in tokenize.generate_tokens(io.StringIO(text + "\n").readline):
        if token.type == tokenize.STRING:
            inside.update(range(token.start[0] + 1, token.end[0] + 1))
        elif token.type in starts:
            opened.append(token.start[0])
        elif token.type in ends:
            inside.update(range(opened.pop() + 1, token.end[0] + 1))
    return frozenset(inside)
