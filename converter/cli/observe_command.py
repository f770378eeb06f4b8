"""`nbship observe`: the notebook, run once; what it did is kept as a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from converter.cli import render
from converter.cli.options import json_option, notebook_argument
from converter.cli.run_options import by_name, options_of, run_options
from converter.errors import EXIT_NOTEBOOK, EXIT_OK

if TYPE_CHECKING:
    from converter.model.recording import Recording


@click.command()
@notebook_argument
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The recording's folder; it must be new.",
)
@run_options
@click.option(
    "--calls",
    multiple=True,
    metavar="NAME",
    help="Record calls: a function, .METHOD of any estimator, NAME.METHOD of one (repeatable).",
)
@json_option
def observe(
    notebook: str,
    output: Path,
    given: tuple[tuple[str, str], ...],
    files: tuple[Path, ...],
    calls: tuple[str, ...],
    as_json: bool,
    **running: Any,
) -> int:
    """Run NOTEBOOK once and record what it did: types, values, text, figures, files, versions.

    It runs in a throw-away copy of its folder. A cell that raises ends the recording and makes
    the exit code 1; the recording is kept.
    """
    from converter.observing import observe as recorded

    options = options_of(**running)
    found = recorded(notebook, output, options, given=by_name(given), files=files, calls=calls)
    if as_json:
        render.document(_document(found, output))
    else:
        render.say(_told(found, output))
    return EXIT_NOTEBOOK if found.error else EXIT_OK


def _told(found: Recording, output: Path) -> str:
    lines = [f"recorded {len(found.cells)} cells in {found.seconds:.1f} s"]
    for point in found.points:
        shown = [f"{name} {_summary(point.summaries.get(name, {}))}" for name in point.nodes]
        lines.append(f"  {point.name}: {', '.join(shown[:8])}{', …' if len(shown) > 8 else ''}")
    written = sum(each.mode == "w" for each in found.files)
    lines.append(
        f"  {len(found.figures)} figures, {written} files written, "
        f"{sum(each.mode == 'r' for each in found.files)} read"
    )
    if found.call_counts:
        counts = found.call_counts
        lines.append(f"  {counts['count']} calls with {counts['rows']} rows")
    if found.error:
        place = f"cell {found.error.cell}, line {found.error.line}: " if found.error.cell else ""
        lines.append(f"  it ended in {place}{found.error.type}: {found.error.message[:200]}")
    lines += [f"  the probe had trouble: {trouble}" for trouble in found.troubles]
    return "\n".join([*lines, f"wrote {output}"])


def _summary(found: dict[str, Any]) -> str:
    name = str(found.get("type", "?")).rpartition(".")[2]
    shape = found.get("shape")
    return f"{name} {'×'.join(map(str, shape))}" if shape else name


def _document(found: Recording, output: Path) -> dict[str, object]:
    from dataclasses import asdict

    from converter.cli.documents import success_document

    return success_document(
        output=str(output),
        cells=len(found.cells),
        seconds=round(found.seconds, 3),
        points={point.name: point.summaries for point in found.points},
        figures=len(found.figures),
        files=[{"path": each.path, "mode": each.mode} for each in found.files],
        calls=dict(found.call_counts),
        environment=dict(found.environment),
        failed=asdict(found.error) if found.error else None,
        troubles=list(found.troubles),
    )
