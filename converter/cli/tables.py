"""Door to rich: sections as drawn tables, progress as a bar. Only used on a terminal."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import IO

from converter.cli.section import Section
from converter.cli.visible import visible


def drawn(sections: Iterable[Section], stream: IO[str]) -> str:
    """The sections as rich tables, coloured as `stream` and NO_COLOR allow."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=stream)
    buffer = io.StringIO()
    paper = Console(
        file=buffer,
        width=console.width,
        force_terminal=True,
        color_system=console.color_system,  # type: ignore[arg-type]  # rich reads it as a str
        no_color=console.no_color,
    )
    for section in sections:
        if not section.rows and not section.note:
            continue
        paper.print(Text(visible(section.title), style="bold"))
        if section.rows:
            table = Table(*section.columns, box=None, pad_edge=True, header_style="dim")
            for row in section.rows:
                table.add_row(*(Text(visible(cell.rstrip())) for cell in row))
            paper.print(table)
        if section.note:
            paper.print(Text(f" {visible(section.note)}", style="dim"))
        paper.print()
    return buffer.getvalue().rstrip("\n")
