"""`nbship prove`: notebook and project are both run, and what they do is compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from converter.cli import render
from converter.cli.options import json_option, notebook_argument
from converter.cli.run_options import by_name, options_of, proving_options, run_options
from converter.errors import EXIT_NOTEBOOK, EXIT_OK, EXIT_USAGE

if TYPE_CHECKING:
    from converter.model.proof import Proof


@click.command()
@notebook_argument
@click.argument("project", type=click.Path(path_type=Path))
@run_options
@proving_options
@click.option(
    "--html",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write the proof as a page.",
)
@click.option(
    "--keep",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Keep the recordings of all runs in the new folder DIR.",
)
@json_option
def prove(
    notebook: str,
    project: Path,
    given: tuple[tuple[str, str], ...],
    files: tuple[Path, ...],
    html: Path | None,
    keep: Path | None,
    as_json: bool,
    **running: Any,
) -> int:
    """Run NOTEBOOK and the PROJECT made from it, and say whether they answer the same.

    Both run in throw-away copies of the notebook's folder. Compared are the values at the end of
    every stage, the results, printed text, figures and files. Exit code 0: equivalent; 1:
    different; 2: could not run, or there was nothing to compare.
    """
    from converter.notebook_runs import new_folder
    from converter.proving import prove as proved

    options = options_of(**running)
    folder = new_folder(keep) if keep else None
    proof = proved(notebook, project, options, given=by_name(given), files=files, keep=folder)
    name = Path(notebook).name
    return told(proof, name, project, html=html, as_json=as_json)


def told(proof: Proof, notebook: str, project: Path, *, html: Path | None, as_json: bool) -> int:
    """The exit code of a proof; prints it, and writes the page where one is wanted."""
    if html:
        from converter.proving import proof_page

        html.write_text(proof_page(proof, notebook, str(project)), encoding="utf-8")
    if as_json:
        render.document(proof_document(proof, notebook, project))
    else:
        from converter.cli.proof_text import proof_text

        render.say(proof_text(proof, notebook, str(project)))
    return exit_code(proof)


def exit_code(proof: Proof) -> int:
    """0 equivalent, 1 different, 2 when there was nothing to compare."""
    if proof.verdict == "nothing compared":
        return EXIT_USAGE
    return EXIT_OK if proof.equivalent else EXIT_NOTEBOOK


def proof_document(proof: Proof, notebook: str, project: Path) -> dict[str, object]:
    """The proof as JSON."""
    from dataclasses import asdict

    return {
        "ok": proof.equivalent,
        "error": None,
        "notebook": notebook,
        "project": str(project),
        "equivalent": proof.equivalent,
        **asdict(proof),
    }
