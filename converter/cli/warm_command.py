"""`nbship warm`: servers with a notebook's imports made, kept for the runs to come."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from converter.cli import render
from converter.cli.options import json_option
from converter.errors import EXIT_OK

if TYPE_CHECKING:
    from converter.run.warm.keeping import Wanted

_IDLE_MINUTES = 30.0


@click.group()
def warm() -> None:
    """Keep servers with notebooks' imports made, so that single runs start at once.

    `nbship run --engine warm` and `papermill --engine nbship` use them. They serve only you, and
    leave when they were not used for a while.
    """


@warm.command()
@click.argument("notebooks", nargs=-1, required=True, metavar="NOTEBOOK...")
@click.option("--kernel", help="The kernel to keep; by default each notebook's own.")
@click.option(
    "--idle",
    type=click.FloatRange(min=0, min_open=True),
    default=_IDLE_MINUTES,
    show_default=True,
    metavar="MINUTES",
    help="Leave after so many minutes without use.",
)
@json_option
def start(notebooks: tuple[str, ...], kernel: str | None, idle: float, as_json: bool) -> int:
    """Make the imports of each NOTEBOOK in a server that stays."""
    from converter.run.warm import keeping

    wanted = [_wanted(path, kernel) for path in notebooks]
    pids = keeping.start(wanted, idle * 60, os.environ)
    if as_json:
        from converter.cli.documents import success_document

        render.document(success_document(started=pids))
    elif not pids:
        render.say("a server is there already")
    else:
        render.say("\n".join(f"server {pid} is warm" for pid in pids))
    return EXIT_OK


@warm.command()
@json_option
def status(as_json: bool) -> int:
    """List the servers."""
    from dataclasses import asdict

    from converter.run.warm import keeping

    found = keeping.kept()
    if as_json:
        from converter.cli.documents import success_document

        render.document(success_document(servers=[asdict(one) for one in found]))
        return EXIT_OK
    lines = [
        f"server {one.pid}: {', '.join(one.notebooks)}; {one.modules} modules, "
        f"{keeping.megabytes(one.pid):.0f} MB, {one.runs} runs, {one.running} of them running"
        for one in found
    ]
    render.say("\n".join(lines) or "no server is kept")
    return EXIT_OK


@warm.command()
@click.option("--now", is_flag=True, help="Do not wait for runs: end them too.")
@json_option
def stop(now: bool, as_json: bool) -> int:
    """Have the servers leave, when their runs have ended."""
    from converter.run.warm import keeping

    pids = keeping.stop(now=now)
    if as_json:
        from converter.cli.documents import success_document

        render.document(success_document(stopped=pids))
    else:
        render.say("\n".join(f"server {pid} leaves" for pid in pids) or "no server is kept")
    return EXIT_OK


def _wanted(path: str, kernel: str | None) -> Wanted:
    from converter.cli.given import given_notebook
    from converter.run.kernelspecs import kernel_name
    from converter.run.warm.keeping import Wanted

    found = given_notebook(path)
    notebook = found.flow.program.notebook
    sources = tuple(cell.source for cell in notebook.cells if cell.kind == "code")
    return Wanted(Path(found.name).name, kernel_name(kernel, notebook.kernel), sources)
