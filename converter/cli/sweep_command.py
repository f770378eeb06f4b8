"""`nbship sweep`: a notebook or a job run over a grid of values."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from converter.cli import render
from converter.cli.options import json_option
from converter.cli.sizes import SIZE
from converter.cli.storing import recording, store_options
from converter.errors import EXIT_NOTEBOOK, EXIT_OK, UsageError
from converter.run.warm.choice import ENGINES

if TYPE_CHECKING:
    from converter.orchestrate.sweeping import Swept

_SECONDS = click.FloatRange(min=0, min_open=True)
_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("source", metavar="NOTEBOOK_OR_PROJECT", type=click.Path())
@click.argument("folder", metavar="OUTDIR", type=_PATH)
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
    type=_PATH,
    metavar="FILE",
    help="Points or axes in a CSV, JSON or YAML file; -p multiplies them.",
)
@click.option(
    "-f",
    "--file",
    "files",
    multiple=True,
    type=_PATH,
    help="Values that all runs share, in a TOML, YAML or JSON file (repeatable).",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How many runs at a time.",
)
@click.option(
    "--on",
    default="local",
    metavar="WHERE",
    show_default=True,
    help="Where to run: local, dask://HOST:PORT, or dask for a cluster of processes of its own.",
)
@click.option(
    "--share", default="", metavar="URL", help="Storage that all workers reach, for large files."
)
@click.option(
    "--apart", is_flag=True, help="Give each run here a copy of the files that it needs to work in."
)
@click.option(
    "--data",
    multiple=True,
    type=_PATH,
    metavar="PATH",
    help="Files that runs elsewhere need, too (repeatable).",
)
@click.option(
    "--resume", is_flag=True, help="Go on with the sweep in OUTDIR: run what is not complete."
)
@click.option(
    "--retries",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Try a run that did not complete so many times again.",
)
@click.option("--fail-fast", is_flag=True, help="End the sweep with the first run that fails.")
@click.option("--cell-timeout", type=_SECONDS, metavar="S", help="Stop a cell after S seconds.")
@click.option("--timeout", type=_SECONDS, metavar="S", help="Stop a run after S seconds.")
@click.option(
    "--max-memory", type=SIZE, metavar="SIZE", help="Stop a run that holds more memory (800M, 2G)."
)
@click.option(
    "--engine",
    type=click.Choice(list(ENGINES)),
    default="warm",
    show_default=True,
    help="Where a notebook's kernels come from: forked with its imports made, or started anew.",
)
@click.option("--kernel", help="The kernel to run on; by default the notebook's own.")
@click.option("--html", is_flag=True, help="Also write the executed notebooks as HTML.")
@click.option(
    "--python", default="", metavar="PATH", help="The Python that a job runs on; by default ours."
)
@click.option(
    "--workdir",
    type=_PATH,
    metavar="DIR",
    help="Where a job's relative paths start; by default its notebooks/.",
)
@store_options
@json_option
def sweep(
    source: str,
    folder: Path,
    given: tuple[tuple[str, str], ...],
    grid: Path | None,
    files: tuple[Path, ...],
    workers: int,
    on: str,
    share: str,
    apart: bool,
    data: tuple[Path, ...],
    resume: bool,
    retries: int,
    fail_fast: bool,
    cell_timeout: float | None,
    timeout: float | None,
    max_memory: int | None,
    engine: str,
    kernel: str | None,
    html: bool,
    python: str,
    workdir: Path | None,
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
    from converter.orchestrate.many_runs import Limits, Request
    from converter.orchestrate.subject import subject_of
    from converter.orchestrate.sweeping import sweep

    subject = subject_of(source)
    request = Request(
        subject=subject,
        folder=folder,
        texts=axes_by_name(given),
        files=files,
        grid=grid,
        resume=resume,
        workers=workers,
        retries=retries,
        fail_fast=fail_fast,
        limits=Limits(cell_timeout, timeout, max_memory),
        engine=engine,
        kernel=kernel,
        html=html,
        tags=tags,
        python=python,
        workdir=workdir,
        on=on,
        share=share,
        apart=apart,
        data=data,
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
