"""`nbship explain`: what a message code means, or where a generated line came from."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from converter.cli import render
from converter.cli.options import json_option
from converter.errors import EXIT_OK, UsageError
from converter.model.codes import EXPLANATIONS


@click.command()
@click.argument("what", metavar="[CODE | FILE:LINE | PROJECT]", required=False)
@click.option(
    "--cell", type=click.IntRange(min=1), help="Tell what became of this cell in PROJECT."
)
@json_option
def explain(what: str | None, cell: int | None, as_json: bool) -> int:
    """Explain the message CODE (such as NB201), or tell the notebook cell behind FILE:LINE.

    With --cell, tell where each statement of that cell stands in PROJECT (by default the current
    folder), or why it was left out. Without an argument, list all codes.
    """
    if cell is not None:
        return _explain_cell(cell, what or ".", as_json=as_json)
    if what is not None and ":" in what:
        return _explain_line(what, as_json=as_json)
    wanted = EXPLANATIONS if what is None else {what.upper(): _explanation(what)}
    if as_json:
        from converter.cli.documents import success_document

        render.document(success_document(codes=wanted))
    else:
        render.say("\n".join(f"{code}: {text}" for code, text in sorted(wanted.items())))
    return EXIT_OK


def _explain_cell(cell: int, project: str, *, as_json: bool) -> int:
    from converter.cli.origin import fates_of

    notebook, fates = fates_of(cell, Path(project))
    if as_json:
        from dataclasses import asdict

        from converter.cli.documents import success_document

        statements = [asdict(fate) for fate in fates]
        render.document(success_document(notebook=notebook, cell=cell, statements=statements))
    else:
        render.say("\n".join([f"{notebook}, cell {cell}:", *(fate.text() for fate in fates)]))
    return EXIT_OK


def _explanation(code: str) -> str:
    known = code.upper()
    if known in EXPLANATIONS:
        return EXPLANATIONS[known]
    close = difflib.get_close_matches(known, EXPLANATIONS, n=3)
    hint = f"did you mean {', '.join(close)}?" if close else "`nbship explain` lists all codes"
    raise UsageError(f"no message has the code {code!r}", hint=hint)


def _explain_line(where: str, *, as_json: bool) -> int:
    from converter.cli.origin import place_of

    place = place_of(where)
    if as_json:
        from dataclasses import asdict

        from converter.cli.documents import success_document

        render.document(success_document(**asdict(place)))
    else:
        render.say(place.text())
    return EXIT_OK
