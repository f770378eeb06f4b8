"""`nbship runs export`: the table of runs in a file."""

from __future__ import annotations

from pathlib import Path

import click

from converter.cli import render
from converter.cli.options import json_option
from converter.cli.selecting import Choice, chosen, selection_options
from converter.errors import EXIT_OK


@click.command("export")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@selection_options
@click.option("--force", is_flag=True, help="Replace FILE where it exists.")
@json_option
def command(
    file: Path, store: str | None, where: str, sweep: str, sort: str, force: bool, as_json: bool
) -> int:
    """Write the runs to FILE: .csv, .json or .parquet, a column for each parameter and metric."""
    from converter.orchestrate.exporting import exported, format_of
    from converter.write.file import write_file

    format = format_of(file)
    whole = format == "json"
    records = chosen(Choice(store, where, sweep, sort), whole=whole)
    write_file(exported(records, format), file, force=force)
    if as_json:
        from converter.cli.documents import success_document

        render.document(success_document(file=str(file), runs=len(records)))
    else:
        render.say(f"wrote {len(records)} runs to {file}")
    return EXIT_OK
