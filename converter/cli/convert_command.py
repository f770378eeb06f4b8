"""`nbship convert`: a notebook becomes a project folder. Nothing of the notebook is executed."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from converter.cli import render
from converter.cli.documents import diagnostics_document, success_document
from converter.cli.options import json_option, notebook_argument, planning_options, settings_of
from converter.errors import EXIT_OK

if TYPE_CHECKING:
    from converter.pipeline import Conversion


@click.command()
@notebook_argument
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The project's folder; by default one named after the project, here.",
)
@planning_options
@click.option("--force", is_flag=True, help="Replace files that an earlier conversion wrote.")
@click.option("--dry-run", is_flag=True, help="Show the files that would be written; write none.")
@click.option("--diff", is_flag=True, help="Show what would change in the folder; write nothing.")
@json_option
def convert(
    notebook: str,
    output: Path | None,
    force: bool,
    dry_run: bool,
    diff: bool,
    as_json: bool,
    **planning: Any,
) -> int:
    """Turn NOTEBOOK (.ipynb, .py in percent form, or - for stdin) into a project.

    The notebook is read, never executed. Warnings go to stderr; an error in the notebook means
    that nothing is written.
    """
    from converter.pipeline import convert as converted

    conversion = converted(notebook, settings_of(**planning))
    target = output or Path(conversion.project.name)
    written = not (dry_run or diff)
    if written:
        from converter.write.folder import write_project

        write_project(conversion.project, target, force=force)
    if as_json:
        render.document(_document(conversion, target, written=written, diff=diff))
        return EXIT_OK
    plan = conversion.plan
    render.diagnostics(plan.diagnostics, plan.dataflow.program.notebook.name)
    render.say(_told(conversion, target) if written else _preview(conversion, target, diff=diff))
    return EXIT_OK


def _told(conversion: Conversion, target: Path) -> str:
    plan = conversion.plan
    lines = [f"wrote {len(conversion.project.files)} files to {target}"]
    lines += [f"  {stage.name}: {_cells(stage.cells)}" for stage in plan.stages]
    if plan.settings.target == "job":
        folder = shlex.quote(str(target))
        workdir = f" --workdir {shlex.quote(str(target / 'notebooks'))}"
        lines.append(f"next: pip install -e {folder} && {plan.name} run{workdir}")
    else:
        lines.append(f"next: pip install -e {shlex.quote(str(target))}")
    return "\n".join(lines)


def _cells(numbers: tuple[int, ...]) -> str:
    return f"cell{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}"


def _preview(conversion: Conversion, target: Path, *, diff: bool) -> str:
    from converter.write.preview import diff_text, tree_text

    if diff:
        return diff_text(conversion.project, target) or f"no changes in {target}"
    return f"{target}/\n{tree_text(conversion.project)}"


def _document(
    conversion: Conversion, target: Path, *, written: bool, diff: bool
) -> dict[str, object]:
    extra: dict[str, object] = {}
    if diff:
        from converter.write.preview import diff_text

        extra["diff"] = diff_text(conversion.project, target)
    plan = conversion.plan
    return success_document(
        project=conversion.project.name,
        package=plan.package,
        target=str(target),
        written=written,
        files=sorted(conversion.project.files),
        stages=[stage.name for stage in plan.stages],
        parameters=[parameter.name for parameter in plan.parameters],
        diagnostics=diagnostics_document(plan.diagnostics),
        **extra,
    )
