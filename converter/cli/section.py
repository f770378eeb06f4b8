"""A titled table of strings, and its plain form for a pipe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_WIDEST = 40
"""A column is aligned up to here; longer cells push the rest of their line to the right."""


@dataclass(frozen=True)
class Section:
    """A table: `title`, the names of its columns, rows of cells; `note` is said below it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def plain(sections: Iterable[Section]) -> str:
    """All sections as aligned lines; an empty section is left out unless it has a note."""
    blocks = [_block(section) for section in sections if section.rows or section.note]
    return "\n\n".join(blocks)


def _block(section: Section) -> str:
    rows = [tuple(one_line(cell) for cell in row) for row in section.rows]
    widths = [min(_WIDEST, max(map(len, column))) for column in zip(*rows, strict=True)]
    lines = [section.title]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append(("  " + "  ".join(cells)).rstrip())
    if section.note:
        lines.append(f"  {section.note}")
    return "\n".join(lines)


def one_line(text: str) -> str:
    """`text` with its white space, line ends too, as single spaces."""
    return " ".join(text.split())
