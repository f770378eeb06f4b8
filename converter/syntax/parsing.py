"""Trees whose positions can be trusted, inside f-strings too.

Before Python 3.12 the parser gives nodes inside f-strings positions that are often wrong. The
replacement fields are found in the source again, parsed on their own, and their positions carried
over.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from converter.syntax.text import Offsets
from converter.syntax.tokens import tokens_of

F_STRING = re.compile(r"(?i)(?P<prefix>f|fr|rf)(?P<quote>'''|\"\"\"|'|\")")


@dataclass(frozen=True)
class Field:
    """A replacement field: offsets of its expression, and the fields in its format."""

    start: int
    end: int
    inner: tuple[Field, ...]


def parsed(source: str) -> ast.Module:
    """The tree of `source`. Raises SyntaxError."""
    tree = ast.parse(source)
    if sys.version_info < (3, 12) and re.search(r"(?i)\b(f|fr|rf)['\"]", source):
        _correct(tree, source)
    return tree


def _correct(tree: ast.Module, source: str) -> None:
    offsets = Offsets(source)
    outer = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    nested = {
        id(part) for node in outer for part in ast.walk(node) if isinstance(part, ast.JoinedStr)
    } - {id(node) for node in outer if not _is_inside(node, outer)}
    tokens = tokens_of(source)
    for node in outer:
        if id(node) in nested:
            continue
        start, end = offsets.start(node), offsets.end(node)
        strings = [(a, text) for a, b, text in tokens if start <= a and b <= end]
        fields = [field for a, text in strings for field in _fields_of_token(text, a)]
        _place(node, fields, source)


def _is_inside(node: ast.JoinedStr, others: list[ast.JoinedStr]) -> bool:
    return any(part is node for other in others if other is not node for part in ast.walk(other))


def _fields_of_token(text: str, base: int) -> Iterator[Field]:
    match = F_STRING.match(text)
    if match is None:
        return
    quote = match["quote"]
    raw = "r" in match["prefix"].lower()
    body_start, body_end = match.end(), len(text) - len(quote)
    yield from _fields(text, body_start, body_end, base, raw=raw)[0]


def _fields(
    text: str, start: int, stop: int, base: int, *, raw: bool, in_format: bool = False
) -> tuple[list[Field], int]:
    """Fields of `text[start:stop]`; in a format, up to the brace that ends it."""
    found: list[Field] = []
    place = start
    while place < stop:
        character = text[place]
        if not raw and text.startswith("\\N{", place):
            place = text.index("}", place) + 1
        elif not in_format and text[place : place + 2] in ("{{", "}}"):
            place += 2
        elif character == "{":
            field, place = _field(text, place + 1, stop, base, raw=raw)
            found.append(field)
        elif character == "}" and in_format:
            return found, place
        else:
            place += 1
    return found, place


def _field(text: str, start: int, stop: int, base: int, *, raw: bool) -> tuple[Field, int]:
    """The field whose expression begins at `start`, and the place after its closing brace."""
    end = _expression_end(text, start, stop)
    expression_end = end
    place = end
    before = text[start:end].rstrip()
    if before.endswith("=") and before[-2:-1] not in ("=", "!", "<", ">"):
        expression_end = start + len(before) - 1
    if text[place] == "!":
        place += 2
    inner: list[Field] = []
    if text[place] == ":":
        inner, place = _fields(text, place + 1, stop, base, raw=raw, in_format=True)
    return Field(base + start, base + expression_end, tuple(inner)), place + 1


def _expression_end(text: str, start: int, stop: int) -> int:
    depth = 0
    quote = ""
    place = start
    while place < stop:
        character = text[place]
        if quote:
            if text.startswith(quote, place):
                place += len(quote) - 1
                quote = ""
        elif character in "'\"":
            quote = character * 3 if text.startswith(character * 3, place) else character
            place += len(quote) - 1
        elif character in "([{":
            depth += 1
        elif character in ")]}" and depth:
            depth -= 1
        elif not depth and (
            character in ":}" or (character == "!" and text[place + 1 : place + 2] != "=")
        ):
            return place
        place += 1
    return place


def _place(node: ast.JoinedStr, fields: list[Field], source: str) -> None:
    values = [value for value in node.values if isinstance(value, ast.FormattedValue)]
    for value, field in zip(values, fields, strict=True):
        _copy_positions(value.value, field, source)
        if isinstance(value.format_spec, ast.JoinedStr):
            _place(value.format_spec, list(field.inner), source)


def _copy_positions(node: ast.expr, field: Field, source: str) -> None:
    """Give `node` and all in it the positions of its text, parsed where it stands."""
    lead = source[: field.start]
    line = lead.count("\n") + 1
    column = len(lead.rsplit("\n", 1)[-1].encode())
    again = parsed("(" + source[field.start : field.end] + "\n)").body[0]
    assert isinstance(again, ast.Expr)
    for old, new in zip(ast.walk(node), ast.walk(again.value), strict=True):
        if not isinstance(new, ast.expr | ast.arg | ast.keyword):
            continue
        assert isinstance(old, ast.expr | ast.arg | ast.keyword)
        first = new.lineno == 1
        last = new.end_lineno == 1
        old.lineno = line + new.lineno - 1
        old.col_offset = new.col_offset - 1 + column if first else new.col_offset
        old.end_lineno = line + (new.end_lineno or 1) - 1
        end = new.end_col_offset or 0
        old.end_col_offset = end - 1 + column if last else end
