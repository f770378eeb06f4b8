"""`nbship run`: the notebook, executed through papermill with checked values."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from converter.cli import render
from converter.cli.options import json_option, notebook_argument
from converter.cli.sizes import SIZE
from converter.cli.storing import recording, store_options
from converter.errors import EXIT_OK, UsageError
from converter.run.warm.choice import ENGINES

if TYPE_CHECKING:
    from converter.cli.given import Given
    from converter.run.outcome import RunOutcome

_SECONDS = click.FloatRange(min=0, min_open=True)


@click.command()
@notebook_argument
@click.argument("output", required=False, type=click.Path(path_type=Path))
@click.option(
    "-p",
    "--parameter",
    "given",
    nargs=2,
    multiple=True,
    metavar="NAME VALUE",
    help="Replace a parameter; lists and dictionaries as JSON (repeatable).",
)
@click.option(
    "-f",
    "--file",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Read values from a TOML, YAML or JSON file (repeatable; -p is stronger).",
)
@click.option("--cell-timeout", type=_SECONDS, metavar="S", help="Stop a cell after S seconds.")
@click.option("--timeout", type=_SECONDS, metavar="S", help="Stop the whole run after S seconds.")
@click.option(
    "--max-memory",
    type=SIZE,
    metavar="SIZE",
    help="Stop the run when its processes hold more memory than SIZE (800M, 2G).",
)
@click.option(
    "--engine",
    type=click.Choice(list(ENGINES)),
    default="papermill",
    show_default=True,
    help="Where the kernel comes from: a new process, or a fork of one that has the imports.",
)
@click.option("--kernel", help="The kernel to run on; by default the notebook's own.")
@click.option("--html", is_flag=True, help="Also write the executed notebook as HTML.")
@store_options
@json_option
def run(
    notebook: str,
    output: Path | None,
    given: tuple[tuple[str, str], ...],
    files: tuple[Path, ...],
    cell_timeout: float | None,
    timeout: float | None,
    max_memory: int | None,
    engine: str,
    kernel: str | None,
    html: bool,
    store: str | None,
    no_store: bool,
    mlflow: str | None,
    tags: tuple[str, ...],
    as_json: bool,
) -> int:
    """Execute NOTEBOOK and save it with its outputs as OUTPUT.

    Values are checked before a kernel starts: unknown names and wrong types stop the run. Secrets
    are not stored. The output notebook is saved whatever happens. The run's record goes to the
    run store, which `nbship runs` shows.
    """
    from converter.cli.given import given_notebook
    from converter.cli.progress import progress_of
    from converter.orchestrate.notebook_run import NotebookRun, recorded
    from converter.run.destination import output_path
    from converter.run.values import checked_values
    from converter.run.warm.choice import kernels_of

    found = given_notebook(notebook)
    target = output_path(found.flow.program.notebook, output)
    values = checked_values(found.parameters, _by_name(given), files)
    if not as_json:
        render.diagnostics((r for r in found.remarks if r.severity != "note"), found.name)
    with (
        recording(store, no_store=no_store, mlflow=mlflow) as recorder,
        progress_of(found.name, quiet=as_json) as progress,
        kernels_of(engine) as kernels,
    ):
        job = NotebookRun(
            found.flow,
            found.parameters,
            values,
            target,
            cell_timeout=cell_timeout,
            timeout=timeout,
            max_memory=max_memory,
            kernel=kernel,
            html=html,
            engine=engine,
            kernels=kernels,
        )
        outcome = recorded(job, recorder, tags=tags, progress=progress)
    fallback = kernels.remarks
    if as_json:
        render.document(_document(found, outcome) | {"fallback": fallback})
        return EXIT_OK
    for why in fallback:
        render.remark(f"{found.name}: run on a kernel of papermill's own, because {why}")
    render.say(_told(outcome))
    return EXIT_OK


def _by_name(given: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """The values of `-p`; a name given twice is a slip, not a choice."""
    names = [name for name, _ in given]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UsageError(f"parameter {twice[0]}: given twice", hint="give each one once")
    return dict(given)


def _told(outcome: RunOutcome) -> str:
    lines = [f"ran {outcome.cells} code cells in {outcome.seconds:.1f} s"]
    if outcome.stopped:
        lines.append("the notebook ended itself early with sys.exit()")
    lines += [f"wrote {path}" for path in (outcome.output, outcome.html) if path]
    return "\n".join(lines)


def _document(found: Given, outcome: RunOutcome) -> dict[str, object]:
    from converter.cli.documents import diagnostics_document, success_document

    return success_document(
        output=str(outcome.output),
        html=str(outcome.html) if outcome.html else None,
        cells=outcome.cells,
        seconds=round(outcome.seconds, 3),
        stopped=outcome.stopped,
        parameters=dict(outcome.parameters),
        diagnostics=diagnostics_document(found.remarks),
    )
