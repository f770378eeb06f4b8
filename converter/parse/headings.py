"""Headings and prose of Markdown cells."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from converter.model.notebook import Cell
from converter.model.program import Heading

_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)(.*)$")
_TIGHT = re.compile(r"(#{1,6})([^#\s!\d].*)$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HTML_HEADING = re.compile(r"\s*(?:<\w+[^>]*>\s*)*<h([1-6])\b[^>]*>(.*?)</h\1>", re.IGNORECASE)
_NOT_PARAGRAPH = re.compile(r" {0,3}(?:[-*+>|]|\d+[.)]|<|#|!\[)")
_IMAGE_DATA = re.compile(r"!\[[^\]]*\]\((?:attachment|data):[^)]*\)")
_LONGEST_TITLE = 200
_LONGEST_PROSE = 4000


@dataclass(frozen=True)
class _Place:
    """A heading with the lines that it takes (from 0, the last one excluded)."""

    level: int
    text: str
    start: int
    end: int


def headings_of(cell: Cell) -> tuple[Heading, ...]:
    """The headings of a Markdown cell, with plain text."""
    return tuple(
        Heading(cell.number, place.level, place.text) for place in _places(cell.source.split("\n"))
    )


def prose_of(cells: tuple[Cell, ...]) -> str:
    """The Markdown text before the first code cell, without its first heading."""
    texts: list[str] = []
    titled = False
    for cell in cells:
        if cell.kind == "code" and cell.source.strip():
            break
        if cell.kind != "markdown":
            continue
        lines = cell.source.split("\n")
        first = None if titled else next(_places(lines), None)
        if first is not None:
            titled = True
            lines = lines[: first.start] + lines[first.end :]
        texts.append(_IMAGE_DATA.sub("", "\n".join(lines)).strip())
    text = _printable("\n\n".join(text for text in texts if text))
    if len(text) <= _LONGEST_PROSE:
        return text
    return text[:_LONGEST_PROSE].rsplit("\n", 1)[0].rstrip() + "\n\n..."


def plain_text(text: str) -> str:
    """One line of Markdown without its marks: emphasis, links, code, HTML, anchors."""
    text = text[:2000]
    text = re.sub(r"!\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", text)
    text = re.sub(r"<[^<>]*>", "", text)
    text = re.sub(r"\{#[^}]*\}", "", text)
    text = re.sub(r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<!\w)([*_])(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)
    text = text.replace("`", "")
    text = re.sub(r"\\([\\*_{}\[\]()#+\-.!])", r"\1", text)
    text = " ".join(_printable(html.unescape(text)).split())
    return text[:_LONGEST_TITLE].strip(" \u00b6")


def _printable(text: str) -> str:
    """`text` without control characters and direction marks; line ends and tabs stay."""
    return "".join(
        char
        for char in text
        if char in "\n\t" or char.isprintable() or char in "\u00a0\u200d\u3000"
    )


def _places(lines: list[str]) -> Iterator[_Place]:
    fence = ""
    for at, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            closes = mark and line.strip() == mark.group(1) and mark.group(1).startswith(fence)
            fence = "" if closes else fence
            continue
        if mark:
            fence = mark.group(1)
            continue
        place = _place(lines, at)
        if place is not None and place.text:
            yield place


def _place(lines: list[str], at: int) -> _Place | None:
    """The heading that line `at` is, or underlines."""
    line = lines[at]
    if atx := _ATX.match(line) or _TIGHT.match(line):
        text = re.sub(r"(?:^|[ \t])#+[ \t]*$", "", atx.group(2).rstrip())
        return _Place(len(atx.group(1)), plain_text(text), at, at + 1)
    if marked := _HTML_HEADING.match(line):
        return _Place(int(marked.group(1)), plain_text(marked.group(2)), at, at + 1)
    if at and (under := _UNDERLINE.match(line)):
        above = lines[at - 1]
        if not above.strip() or _NOT_PARAGRAPH.match(above) or above.startswith(("    ", "\t")):
            return None
        level = 1 if under.group(1)[0] == "=" else 2
        return _Place(level, plain_text(above), at - 1, at + 1)
    return None
