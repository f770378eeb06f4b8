"""`nbship inspect`: the plan, before anything is written."""

from __future__ import annotations

from typing import Any

import click

from converter.cli import render
from converter.cli.options import json_option, planning_options, settings_of
from converter.errors import EXIT_NOTEBOOK, EXIT_OK
from converter.model.plan import Plan


@click.command()
@click.argument("notebooks", metavar="NOTEBOOK...", nargs=-1, required=True, type=click.Path())
@planning_options
@click.option("--check", is_flag=True, help="Print only remarks and refusals (for pre-commit).")
@json_option
def inspect(notebooks: tuple[str, ...], check: bool, as_json: bool, **planning: Any) -> int:
    """Show what `convert` would do with NOTEBOOK, statement by statement.

    Cells with their stage, what each binds, reads and changes; parameters; what is lifted; what is
    dropped and why; what is guessed; what is refused; and the ledger, in which every statement is
    accounted for. Ends with 1 when `convert` would refuse the notebook.
    """
    from converter.pipeline import plan_of

    settings = settings_of(**planning)
    plans = [plan_of(notebook, settings) for notebook in notebooks]
    if as_json:
        render.document(_document(plans))
    else:
        for plan in plans:
            _print(plan, check=check)
    return EXIT_NOTEBOOK if any(map(is_refused, plans)) else EXIT_OK


def is_refused(plan: Plan) -> bool:
    """Whether `convert` would write nothing."""
    return any(found.severity == "error" for found in plan.diagnostics)


def _print(plan: Plan, *, check: bool) -> None:
    if check:
        return render.diagnostics(plan.diagnostics, plan.dataflow.program.notebook.name)
    from converter.cli.inspection import inspected

    render.sections(inspected(plan))


def _document(plans: list[Plan]) -> dict[str, object]:
    from converter.cli.documents import success_document
    from converter.cli.plan_document import plan_document

    content = [plan_document(plan) for plan in plans]
    document = success_document(**(content[0] if len(content) == 1 else {"notebooks": content}))
    if any(map(is_refused, plans)):
        document["ok"] = False
        document["error"] = {
            "kind": "NotebookError",
            "message": "convert would refuse this notebook",
            "hint": "see the diagnostics whose severity is error",
            "exit_code": EXIT_NOTEBOOK,
        }
    return document
