"""`nbship sweep`: a notebook or a job run over a grid of values."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from converter.cli import render
from converter.cli.many_runs import PATH, RunOptions, run_options
from converter.cli.options import json_option
from converter.cli.storing import recording, store_options
from converter.errors import EXIT_NOTEBOOK, EXIT_OK, UsageError

if TYPE_CHECKING:
    from converter.orchestrate.sweeping import Swept


@click.command()
@click.argument("source", metavar="NOTEBOOK_OR_PROJECT", type=click.Path())
@click.argument("folder", metavar="OUTDIR", type=PATH)
@click.option(
    "-p",
    "--parameter",
    "given",
    nargs=2,
    multiple=True,
    metavar="NAME VALUES",
    help='Values of a parameter: 0.1,0.3 or 1..20 or 0..1..0.25 or \'["a,b", "c"]\' (repeatable).',
)
@click.option(
    "--grid",
    type=PATH,
    metavar="FILE",
    help="Points or axes in a CSV, JSON or YAML file; -p multiplies them.",
)
@click.option(
    "--resume", is_flag=True, help="Go on with the sweep in OUTDIR: run what is not complete."
)
@click.option("--fail-fast", is_flag=True, help="End the sweep with the first run that fails.")
@click.option("--html", is_flag=True, help="Also write the executed notebooks as HTML.")
@run_options
@store_options
@json_option
def sweep(
    source: str,
    options: RunOptions,
    folder: Path,
    given: tuple[tuple[str, str], ...],
    grid: Path | None,
    resume: bool,
    fail_fast: bool,
    html: bool,
    store: str | None,
    no_store: bool,
    mlflow: str | None,
    tags: tuple[str, ...],
    as_json: bool,
) -> int:
    """Run NOTEBOOK_OR_PROJECT once for every point of a grid, and gather the results in OUTDIR.

    All values are checked before anything runs. Exit code 0 when every run is complete, 1 when
    one is not; a sweep that was interrupted or killed goes on with --resume.
    """
    from converter.cli.sweep_progress import sweep_listener
    from converter.orchestrate.subject import subject_of
    from converter.orchestrate.sweeping import sweep

    subject = subject_of(source)
    request = options.request(
        subject,
        folder,
        axes_by_name(given),
        grid=grid,
        resume=resume,
        fail_fast=fail_fast,
        html=html,
        tags=tags,
    )
    with (
        recording(store, no_store=no_store, mlflow=mlflow) as recorder,
        sweep_listener(subject.name, quiet=as_json) as listener,
    ):
        swept = sweep(request, recorder, listener)
    if as_json:
        render.document(_document(swept))
    else:
        render.say(told(swept))
    return EXIT_OK if swept.complete else EXIT_NOTEBOOK


def axes_by_name(given: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """The texts of `-p`; a name given twice is a slip, not a choice."""
    names = [name for name, _ in given]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        hint = f"write all values in one: -p {twice[0]} A,B,C"
        raise UsageError(f"parameter {twice[0]}: given twice", hint=hint)
    return dict(given)


def told(swept: Swept) -> str:
    """The end of a sweep in words."""
    counts = [f"{number} {status}" for status, number in sorted(swept.statuses.items())]
    counts += [f"{swept.left} not run"] if swept.left else []
    lines = [f"sweep {swept.id}: {', '.join(counts)}", f"wrote {swept.folder / 'results.csv'}"]
    if not swept.complete:
        lines.append("--resume runs what is not complete")
    return "\n".join(lines)


def _document(swept: Swept) -> dict[str, object]:
    from converter.cli.documents import success_document

    return success_document(
        sweep=swept.id,
        folder=str(swept.folder),
        results=str(swept.folder / "results.csv"),
        statuses=dict(swept.statuses),
        left=swept.left,
        complete=swept.complete,
    )
