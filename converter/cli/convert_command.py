"""`nbship convert`: a notebook becomes a project folder; it is executed only when asked for."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from converter.cli import render
from converter.cli.documents import diagnostics_document, success_document
from converter.cli.options import json_option, notebook_argument, planning_options, settings_of
from converter.cli.run_options import by_name, options_of, run_options
from converter.cli.section import one_line
from converter.errors import EXIT_OK, UsageError
from converter.model.settings import Settings

if TYPE_CHECKING:
    from converter.model.plan import Plan
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
@click.option(
    "--observe", is_flag=True, help="Run the notebook: recorded types, a test against it."
)
@click.option("--prove", is_flag=True, help="Run the notebook and the project, and compare them.")
@run_options
@click.option(
    "--repeat",
    type=click.IntRange(min=1),
    help="How often --observe runs the notebook (2): what it does not repeat is no reference.",
)
@json_option
def convert(
    notebook: str,
    output: Path | None,
    force: bool,
    dry_run: bool,
    diff: bool,
    as_json: bool,
    observe: bool,
    prove: bool,
    given: tuple[tuple[str, str], ...],
    files: tuple[Path, ...],
    **more: Any,
) -> int:
    """Turn NOTEBOOK (.ipynb, .py in percent form, or - for stdin) into a project.

    The notebook is read, and executed only with --observe or --prove, or for a service, which has
    to see the rows that it will answer. Warnings go to stderr; an
    error in the notebook means that nothing is written. With --prove the exit code is 1 when the
    project, which is written all the same, does not answer as the notebook.
    """
    running = {name: more.pop(name) for name in RUNNING}
    asked = Asked(notebook, output, force, dry_run, diff, as_json, settings_of(**more))
    if observe or prove or asked.settings.target == "service":
        from converter.cli.observed_convert import convert_observed

        options = options_of(**running)
        return convert_observed(asked, options, given=by_name(given), files=files, prove=prove)
    unused = [name for name, value in running.items() if value is not None] + [*given, *files]
    if unused:
        raise UsageError("options for running the notebook need --observe or --prove")
    from converter.pipeline import convert as converted

    conversion = converted(notebook, asked.settings)
    asked.write(conversion)
    return asked.tell(conversion)


RUNNING = ("cell_timeout", "timeout", "kernel", "python", "seed", "repeat")


@dataclass(frozen=True)
class Asked:
    """What to do with a conversion: where to write, whether at all, how to tell."""

    notebook: str
    output: Path | None
    force: bool
    dry_run: bool
    diff: bool
    as_json: bool
    settings: Settings

    def target(self, plan: Plan) -> Path:
        """The project's folder."""
        return self.output or Path(plan.name)

    @property
    def writes(self) -> bool:
        """False for --dry-run and --diff."""
        return not (self.dry_run or self.diff)

    def check(self, plan: Plan) -> None:
        """Nothing; raises TargetError where the project of `plan` could not be written."""
        if self.writes:
            from converter.write.folder import check_target

            check_target(self.target(plan), force=self.force)

    def write(self, conversion: Conversion) -> None:
        """Nothing; the project is on disk, if that is asked for."""
        if self.writes:
            from converter.write.folder import write_project

            write_project(conversion.project, self.target(conversion.plan), force=self.force)

    def tell(self, conversion: Conversion, **extra: object) -> int:
        """0; says what was written."""
        target = self.target(conversion.plan)
        if self.as_json:
            document = _document(conversion, target, written=self.writes, diff=self.diff)
            render.document({**document, **extra})
            return EXIT_OK
        plan = conversion.plan
        render.diagnostics(plan.diagnostics, plan.dataflow.program.notebook.name)
        preview = _preview(conversion, target, diff=self.diff) if not self.writes else ""
        render.say(preview or _told(conversion, target))
        return EXIT_OK


def _told(conversion: Conversion, target: Path) -> str:
    plan = conversion.plan
    lines = [f"wrote {len(conversion.project.files)} files to {target}"]
    lines += [f"  {stage.name}: {_cells(stage.cells)}" for stage in plan.stages]
    if plan.literal:
        lines.append(f"  in one piece, on module globals: {one_line(plan.literal)}")
    if plan.settings.target == "job":
        folder = shlex.quote(str(target))
        workdir = f" --workdir {shlex.quote(str(target / 'notebooks'))}"
        lines.append(f"next: pip install -e {folder} && {plan.name} run{workdir}")
    elif plan.settings.target == "service":
        folder = shlex.quote(str(target))
        workdir = f" --workdir {shlex.quote(str(target / 'notebooks'))}" if plan.data else ""
        lines.append(
            f"next: pip install -e {folder} && {plan.name} train{workdir} && {plan.name} serve"
        )
    else:
        lines.append(f"next: pip install -e {shlex.quote(str(target))}")
    return "\n".join(lines)


def _cells(numbers: tuple[int, ...]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    # A stage of a notebook in small pieces has hundreds.
    words = [f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return f"cell{'s' if len(numbers) > 1 else ''} {', '.join(words)}"


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
