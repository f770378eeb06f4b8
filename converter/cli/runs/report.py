"""`nbship runs report`: one HTML page of runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from converter.cli import render
from converter.cli.options import json_option
from converter.cli.selecting import Choice, chosen, selection_options
from converter.errors import EXIT_OK, UsageError

if TYPE_CHECKING:
    from converter.model.run_record import RunRecord


@click.command("report")
@click.option(
    "-o",
    "output",
    metavar="PAGE.html",
    required=True,
    type=click.Path(path_type=Path),
    help="The page to write.",
)
@selection_options
@click.option("--title", default="", help="The page's title.")
@click.option("--force", is_flag=True, help="Replace PAGE.html where it exists.")
@json_option
def command(
    output: Path,
    store: str | None,
    where: str,
    sweep: str,
    sort: str,
    title: str,
    force: bool,
    as_json: bool,
) -> int:
    """Write one self-contained page: a table to sort, parallel coordinates, a scatter plot.

    Runs link to their executed notebooks, as HTML where that was written.
    """
    from converter.report.runs_page import runs_page
    from converter.write.file import write_file

    if output.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"{output}: the report is a page", hint="give a name in .html")
    records = chosen(Choice(store, where, sweep, sort))
    folder = output.absolute().parent
    heading = title or (f"Sweep {sweep}" if sweep else "Runs")
    page = runs_page(records, title=heading, link=lambda record: link_to(record, folder))
    write_file(page, output, force=force)
    if as_json:
        from converter.cli.documents import success_document

        render.document(success_document(page=str(output), runs=len(records)))
    else:
        render.say(f"wrote {len(records)} runs to {output}")
    return EXIT_OK


def link_to(record: RunRecord, folder: Path) -> str:
    """The address, seen from `folder`, of what a run left behind; "" where it is gone."""
    from urllib.parse import quote

    if not record.output:
        return ""
    path = Path(record.output)
    page = path.with_suffix(".html")
    found = page if path.suffix == ".ipynb" and page.is_file() else path
    return quote(os.path.relpath(found, folder)) if found.exists() else ""
