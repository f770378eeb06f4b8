"""`nbship parametrize`: a copy of the notebook that papermill can run with other values."""

from __future__ import annotations

from pathlib import Path

import click

from converter.cli import render
from converter.cli.options import json_option, notebook_argument
from converter.errors import EXIT_OK, UsageError


@click.command()
@notebook_argument
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    type=click.Path(path_type=Path),
    help="The copy to write; by default NOTEBOOK.parametrized.ipynb in the current folder.",
)
@click.option("--force", is_flag=True, help="Replace OUT when it exists.")
@json_option
def parametrize(notebook: str, output: Path | None, force: bool, as_json: bool) -> int:
    """Write a copy of NOTEBOOK whose settings stand in a cell tagged `parameters`.

    The notebook is read, never executed, and stays as it is.
    """
    from converter.cli.documents import parameter_document, success_document
    from converter.cli.given import given_notebook
    from converter.run.parametrize import parametrized
    from converter.write.file import write_file

    target = output or Path(f"{_stem(notebook)}.parametrized.ipynb")
    given = given_notebook(notebook)
    found = given.parameters
    written = write_file(parametrized(given.flow, found), target, force=force)
    if as_json:
        from converter.cli.documents import diagnostics_document

        render.document(
            success_document(
                output=str(written),
                parameters=[parameter_document(parameter) for parameter in found.parameters],
                diagnostics=diagnostics_document(given.remarks),
            )
        )
        return EXIT_OK
    render.diagnostics(given.remarks, given.name)
    names = ", ".join(parameter.name for parameter in found.parameters) or "none found"
    render.say(f"wrote {written}\n  parameters: {names}")
    if any(cell.marks.parameters for cell in given.flow.program.cells):
        render.say("  the notebook has its parameters cell already: its cells are unchanged")
    return EXIT_OK


def _stem(notebook: str) -> str:
    if notebook == "-":
        raise UsageError("a notebook from stdin needs -o OUT")
    return Path(notebook).stem
