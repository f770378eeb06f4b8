"""`nbship search`: the values of a notebook's or a job's parameters that make a metric best."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from converter.cli import render
from converter.cli.many_runs import PATH, SECONDS, RunOptions, run_options
from converter.cli.options import json_option
from converter.cli.storing import recording, store_options
from converter.cli.sweep_command import axes_by_name
from converter.errors import EXIT_NOTEBOOK, EXIT_OK, UsageError

if TYPE_CHECKING:
    from converter.orchestrate.searching import Searched
    from converter.orchestrate.subject import Subject
    from converter.search.suggest import Suggestion


@click.command()
@click.argument("source", metavar="NOTEBOOK_OR_PROJECT", type=click.Path())
@click.option(
    "-p",
    "--parameter",
    "given",
    nargs=2,
    multiple=True,
    metavar="NAME RANGE",
    help="A range to search: float(1e-4,1,log), int(2,12), choice(rbf,linear) (repeatable).",
)
@click.option("--metric", default="", metavar="NAME", help="The metric to make best.")
@click.option(
    "--direction",
    type=click.Choice(["maximize", "minimize"]),
    default="maximize",
    show_default=True,
    help="What best means.",
)
@click.option(
    "--trials", type=click.IntRange(min=1), default=50, show_default=True, help="Runs in all."
)
@click.option("--suggest", is_flag=True, help="Propose ranges from the notebook; run nothing.")
@click.option(
    "-o", "folder", type=PATH, metavar="DIR", help="The search's folder; by default NAME.search."
)
@click.option("--resume", is_flag=True, help="Go on with the search in its folder.")
@click.option(
    "--sampler",
    type=click.Choice(["tpe", "random"]),
    default="tpe",
    show_default=True,
    help="How values are proposed.",
)
@click.option("--seed", type=int, help="Make the proposals repeatable (with one worker).")
@click.option("--no-prune", is_flag=True, help="Let every run end, however its metric looks.")
@click.option("--stop-after", type=SECONDS, metavar="S", help="Begin no run after S seconds.")
@run_options
@store_options
@json_option
def search(
    source: str,
    options: RunOptions,
    given: tuple[tuple[str, str], ...],
    metric: str,
    direction: Literal["maximize", "minimize"],
    trials: int,
    suggest: bool,
    folder: Path | None,
    resume: bool,
    sampler: Literal["tpe", "random"],
    seed: int | None,
    no_prune: bool,
    stop_after: float | None,
    store: str | None,
    no_store: bool,
    mlflow: str | None,
    tags: tuple[str, ...],
    as_json: bool,
) -> int:
    """Run NOTEBOOK_OR_PROJECT with values that make METRIC best, as earlier runs suggest.

    Ranges are given by -p, or by comments in the parameters cell: `alpha = 0.1  # search: 1e-4..1
    log`. The best values are written to best.json, for `nbship run -f` and a job's --params.
    Runs whose metric falls behind on the way are pruned. Exit code 1 when no run was complete.
    """
    from converter.orchestrate.subject import subject_of

    subject = subject_of(source)
    if suggest:
        return _suggest(subject, as_json=as_json)
    if not metric:
        raise UsageError("a search needs a metric", hint="--metric NAME")
    from converter.cli.sweep_progress import sweep_listener
    from converter.orchestrate.search_manifest import SearchRequest
    from converter.orchestrate.searching import search

    target = folder or Path(f"{subject.path.stem}.search")
    runs = options.request(subject, target, axes_by_name(given), resume=resume, tags=tags)
    wanted = SearchRequest(
        runs,
        metric,
        trials,
        direction=direction,
        sampler=sampler,
        seed=seed,
        prune=not no_prune,
        stop_after=stop_after,
    )
    with (
        recording(store, no_store=no_store, mlflow=mlflow) as recorder,
        sweep_listener(subject.name, quiet=as_json) as listener,
    ):
        found = search(
            wanted,
            recorder,
            listener,
            study_url=lambda: _study_url(store, no_store=no_store),
            warn=lambda text: render.remark(f"nbship: {text}"),
        )
    if as_json:
        render.document(_document(found))
    else:
        render.say(_told(found, metric))
    return EXIT_OK if found.best else EXIT_NOTEBOOK


def _study_url(store: str | None, *, no_store: bool) -> str:
    """Where the study is kept: in the run store's database."""
    from converter.errors import StoreProblem
    from converter.store.connection import library_url
    from converter.store.location import store_url
    from converter.store.store import open_store

    if no_store:
        raise StoreProblem("there is no run store")
    return library_url(open_store(store_url(store, os.environ)).engine)


def _told(found: Searched, metric: str) -> str:
    counts = ", ".join(f"{number} {status}" for status, number in sorted(found.statuses.items()))
    lines = [f"search {found.id}: {counts or 'no runs'}"]
    if found.best:
        from converter.cli.run_table import pairs

        lines.append(f"best {metric}={found.best.metric:g} (trial {found.best.point})")
        lines.append(f"  {pairs(found.best.values.items())}")  # type: ignore[arg-type]
        lines.append(f"wrote {found.folder / 'best.json'}")
    else:
        lines.append("no run was complete")
    return "\n".join(lines)


def _document(found: Searched) -> dict[str, object]:
    from dataclasses import asdict

    from converter.cli.documents import success_document

    return success_document(
        search=found.id,
        folder=str(found.folder),
        statuses=dict(found.statuses),
        best=asdict(found.best) if found.best else None,
    )


def _suggest(subject: Subject, *, as_json: bool) -> int:
    from converter.orchestrate.suggesting import suggested

    found = suggested(subject)
    if as_json:
        from dataclasses import asdict

        from converter.cli.documents import success_document

        render.document(success_document(suggestions=[asdict(one) for one in found]))
        return EXIT_OK
    from converter.cli.section import Section

    heads = ("place", "estimator", "argument", "now", "parameter", "range")
    rows = tuple(_row(one) for one in found)
    ready = [f"-p {one.parameter} '{one.range}'" for one in found if one.parameter]
    note = f"nbship search {subject.path.name} {' '.join(ready)} --metric NAME" if ready else ""
    if not found:
        note = "no literal flows into an estimator that nbship knows"
    elif not ready:
        note = "make these values parameters first: a cell tagged `parameters`"
    render.sections([Section("search space", heads, (heads, *rows) if rows else (), note)])
    return EXIT_OK


def _row(one: Suggestion) -> tuple[str, ...]:
    place = f"cell {one.span.cell}, line {one.span.line}"
    fed = one.parameter or (f"no ({one.name})" if one.name else "no")
    return place, one.estimator, one.argument, one.value, fed, one.range
