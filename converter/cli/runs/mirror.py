"""`nbship runs mirror`: runs of the store, shown to MLflow too."""

from __future__ import annotations

import click

from converter.cli import render
from converter.cli.options import json_option
from converter.cli.selecting import Choice, chosen, selection_options
from converter.errors import EXIT_OK


@click.command("mirror")
@click.option("--mlflow", metavar="URI", required=True, help="MLflow's tracking URI.")
@selection_options
@json_option
def command(
    mlflow: str, store: str | None, where: str, sweep: str, sort: str, as_json: bool
) -> int:
    """Mirror runs to MLflow; those that are there already stay as they are."""
    from converter.mirror.mlflow_runs import Mirror

    records = chosen(Choice(store, where, sweep, sort), whole=True)
    mirror = Mirror(mlflow)
    new = sum(mirror.keep(record) for record in records if record.status != "running")
    if as_json:
        from converter.cli.documents import success_document

        render.document(success_document(runs=len(records), new=new))
    else:
        render.say(f"mirrored {new} of {len(records)} runs; the others were there")
    return EXIT_OK
