"""`nbship runs import`: what generated jobs wrote down themselves."""

from __future__ import annotations

import os
from pathlib import Path

import click

from converter.cli import render
from converter.cli.options import json_option
from converter.cli.storing import store_option
from converter.errors import EXIT_OK


@click.command("import")
@click.argument("folder", metavar="RUNS_DIR", type=click.Path(path_type=Path))
@store_option
@click.option("--name", default="", help="What the runs are called; by default as their project.")
@click.option("--tag", "tags", multiple=True, metavar="TEXT", help="A tag for each (repeatable).")
@json_option
def command(
    folder: Path, store: str | None, name: str, tags: tuple[str, ...], as_json: bool
) -> int:
    """Keep the records in RUNS_DIR, the output folder of a generated job, in the run store.

    Importing a folder again adds what is new.
    """
    from converter.orchestrate.importing import imported
    from converter.store.location import store_url
    from converter.store.store import open_store

    found = open_store(store_url(store, os.environ))
    result = imported(folder, found, name=name, tags=tags)
    for file in result.unreadable:
        render.remark(f"nbship: {file}: is no record of a run, left out")
    if as_json:
        from converter.cli.documents import success_document

        ids = [one.id for one in result.records]
        left = [str(file) for file in result.unreadable]
        render.document(success_document(runs=ids, unreadable=left))
    else:
        render.say(f"imported {len(result.records)} runs to {found.name}")
    return EXIT_OK
