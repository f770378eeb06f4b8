"""Where the logical lines of a cell begin and end, although it may not be Python yet.

Python's tokenizer stops at a magic, and differently in each version; this scanner knows just
brackets, strings, comments and backslashes, which is all that tells a magic from a
continuation line that begins with `%` (semantics trap 34).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from converter.parse.rows import Row

_PLAIN = re.compile(r"[^'\"#()\[\]{}\\=]+")
_IN_STRING = re.compile(r"[^'\"\\]+")
_ESCAPES = ("%", "!", "?")


@dataclass(frozen=True)
class Scan:
    """What is open behind a line: brackets, a string's quote, a backslash.

    `equals` is the column behind the first bare `=` of the line outside brackets (-1: none),
    `end` the column where code ends and a comment begins.
    """

    depth: int = 0
    quote: str = ""
    backslash: bool = False
    equals: int = -1
    end: int = 0

    @property
    def open(self) -> bool:
        """True when the next line continues this one."""
        return self.depth > 0 or bool(self.quote) or self.backslash


def scanned(text: str, before: Scan) -> Scan:
    """The state behind `text`, given the state before it."""
    depth, quote, at, equals = before.depth, before.quote, 0, -1
    size = len(text)
    while at < size:
        plain = (_IN_STRING if quote else _PLAIN).match(text, at)
        if plain:
            at = plain.end()
            continue
        sign = text[at]
        if sign == "\\":
            if at == size - 1:
                return Scan(depth, quote, True, equals, at)
            at += 2
        elif quote:
            closed = text.startswith(quote, at)
            at += len(quote) if closed else 1
            quote = "" if closed else quote
        elif sign in "'\"":
            quote = sign * 3 if text.startswith(sign * 3, at) else sign
            at += len(quote)
        elif sign == "#":
            return Scan(depth, "", False, equals, at)
        elif sign == "=":
            equals = at + 1 if equals < 0 and depth == 0 and _is_assignment(text, at) else equals
            at += 2 if text.startswith("==", at) else 1
        else:
            depth = depth + 1 if sign in "([{" else max(depth - 1, 0)
            at += 1
    # A plain string does not go on over a line end: it is a mistake that the parser will name.
    return Scan(depth, quote if len(quote) == 3 else "", False, equals, size)


def _is_assignment(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return after != "=" and before not in tuple("=!<>+-*/%&|^@:")


@dataclass(frozen=True)
class Logical:
    """The rows of one logical line. `escape` is where a magic begins in the first row, or -1."""

    rows: tuple[Row, ...]
    escape: int = -1
    in_string: frozenset[int] = frozenset()
    """Positions of the rows that begin inside a string: their indent is content."""
    help: bool = False
    """True for `name?`: a question to the notebook, not code."""


def logical_lines(rows: Sequence[Row]) -> Iterator[Logical]:
    """The logical lines of `rows`, in order, each row in one of them."""
    at = 0
    while at < len(rows):
        start, state = at, Scan()
        inside: set[int] = set()
        escape, asks = _escape(rows[at].text), False
        if escape >= 0:
            while rows[at].text.endswith("\\") and at + 1 < len(rows):
                at += 1
            at += 1
            yield Logical(tuple(rows[start:at]), escape)
            continue
        while True:
            if state.quote:
                inside.add(at - start)
            state = scanned(rows[at].text, state)
            at += 1
            if not state.open or at == len(rows):
                break
        code = rows[at - 1].text[: state.end].rstrip()
        asks = not state.open and code.endswith("?")
        yield Logical(tuple(rows[start:at]), -1, frozenset(inside), asks)


def _escape(text: str) -> int:
    """The column where a magic begins in the line `text`: its start, or behind `name =`."""
    start = len(text) - len(text.lstrip())
    if text[start : start + 1] in _ESCAPES and text[start:]:
        return start
    if "%" not in text and "!" not in text:
        return -1
    after = scanned(text, Scan()).equals
    if after < 0:
        return -1
    rest = text[after:]
    column = after + len(rest) - len(rest.lstrip())
    sign, following = text[column : column + 1], text[column + 1 : column + 2]
    if sign == "!" and following != "=":
        return column
    return column if sign == "%" and following.isidentifier() else -1
