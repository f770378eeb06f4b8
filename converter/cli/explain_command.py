"""`nbship explain`: what a message code means, or where a generated line came from."""

from __future__ import annotations

import difflib

import click

from converter.cli import render
from converter.cli.options import json_option
from converter.errors import EXIT_OK, UsageError
from converter.model.codes import EXPLANATIONS


@click.command()
@click.argument("what", metavar="[CODE | FILE:LINE]", required=False)
@json_option
def explain(what: str | None, as_json: bool) -> int:
    """Explain the message CODE (such as NB201), or tell the notebook cell behind FILE:LINE.

    Without an argument, list all codes.
    """
    if what is not None and ":" in what:
        return _explain_line(what, as_json=as_json)
    wanted = EXPLANATIONS if what is None else {what.upper(): _explanation(what)}
    if as_json:
        from converter.cli.documents import success_document

        render.document(success_document(codes=wanted))
    else:
        render.say("\n".join(f"{code}: {text}" for code, text in sorted(wanted.items())))
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
