"""Tokens of a source with character offsets, comments and line ends left out."""

from __future__ import annotations

import io
import tokenize

IGNORED = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
# From Python 3.12 on (3.14 for t-strings), an f-string is many tokens, brackets of its text among them.
OPENING = {getattr(tokenize, name, -1) for name in ("FSTRING_START", "TSTRING_START")}
CLOSING = {getattr(tokenize, name, -1) for name in ("FSTRING_END", "TSTRING_END")}


def tokens_of(text: str) -> tuple[tuple[int, int, str], ...]:
    """(start, end, text) of every token that means something; an f-string is one, in any Python."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    found: list[tuple[int, int, str]] = []
    opened: list[int] = []
    for token in tokenize.generate_tokens(io.StringIO(text + "\n").readline):
        start = starts[token.start[0] - 1] + token.start[1]
        end = starts[token.end[0] - 1] + token.end[1]
        if token.type in OPENING:
            opened.append(start)
        elif token.type in CLOSING:
            start = opened.pop()
            if not opened:
                found.append((start, end, text[start:end]))
        elif not opened and token.type not in IGNORED and token.string:
            found.append((start, end, token.string))
    return tuple(found)


def before(tokens: tuple[tuple[int, int, str], ...], offset: int) -> str:
    """The last token that ends at or before `offset`, or ""."""
    earlier = [text for _, end, text in tokens if end <= offset]
    return earlier[-1] if earlier else ""


def closing(tokens: tuple[tuple[int, int, str], ...], offset: int) -> tuple[int, int]:
    """Offsets of the first bracket at or after `offset` and of the one that closes it."""
    depth = 0
    opened = -1
    for start, _, text in tokens:
        if start < offset:
            continue
        if text in ("(", "[", "{"):
            if not depth:
                opened = start
            depth += 1
        elif text in (")", "]", "}") and depth:
            depth -= 1
            if not depth:
                return opened, start
    raise ValueError(f"no closed bracket after offset {offset}")
