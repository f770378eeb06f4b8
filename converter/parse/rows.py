"""The lines of a cell, each with the line of the cell's source that it came from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_CLASSIC = re.compile(r"(>>>|\.\.\.)( |$)")
_CLASSIC_FIRST = re.compile(r">>>( |$)")
_NUMBERED = re.compile(r"(In \[\d+\]: |\s*\.{3,}: ?)")
_NUMBERED_FIRST = re.compile(r"In \[\d+\]: ")


@dataclass(frozen=True)
class Row:
    """One line of text without its line end; `number` is its line in the cell, from 1.

    A `filler` is a `pass` that stands for a magic which was left out of a block.
    """

    text: str
    number: int
    filler: bool = False


def rows_of(source: str) -> tuple[Row, ...]:
    """The lines of `source`; a form feed ends none."""
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(Row(text, number) for number, text in enumerate(lines, start=1))


def text_of(rows: Iterable[Row]) -> str:
    """The rows as one text."""
    return "\n".join(row.text for row in rows)


def cleaned(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """`rows` as IPython takes them: no blank lines first, no common indent, no prompts."""
    start = 0
    while start < len(rows) and not rows[start].text.strip():
        start += 1
    rows = _without_indent(rows[start:])
    rows = _without_prompts(rows, _CLASSIC_FIRST, _CLASSIC)
    return _without_prompts(rows, _NUMBERED_FIRST, _NUMBERED)


def _without_indent(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """`rows` without the indent of the first one, wherever it stands."""
    if not rows:
        return rows
    first = rows[0].text
    indent = first[: len(first) - len(first.lstrip(" \t"))]
    if not indent:
        return rows
    return tuple(Row(row.text.removeprefix(indent), row.number) for row in rows)


def _without_prompts(
    rows: tuple[Row, ...], first: re.Pattern[str], prompt: re.Pattern[str]
) -> tuple[Row, ...]:
    """`rows` without the prompts of a pasted session, when they begin with one."""
    if not rows or not first.match(rows[0].text):
        return rows
    return tuple(
        Row(row.text[match.end() :] if (match := prompt.match(row.text)) else row.text, row.number)
        for row in rows
    )
