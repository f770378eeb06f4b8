"""`nbship explain`: what a message code means."""

from __future__ import annotations

import difflib

import click

from converter.cli import render
from converter.cli.options import json_option
from converter.errors import EXIT_OK, UsageError
from converter.model.codes import EXPLANATIONS


@click.command()
@click.argument("code", required=False)
@json_option
def explain(code: str | None, as_json: bool) -> int:
    """Explain the message CODE (such as NB201); without CODE, list them all."""
    wanted = EXPLANATIONS if code is None else {code.upper(): _explanation(code)}
    if as_json:
        from converter.cli.documents import success_document

        render.document(success_document(codes=wanted))
    else:
        render.say("\n".join(f"{name}: {text}" for name, text in sorted(wanted.items())))
    return EXIT_OK


def _explanation(code: str) -> str:
    known = code.upper()
    if known in EXPLANATIONS:
        return EXPLANATIONS[known]
    close = difflib.get_close_matches(known, EXPLANATIONS, n=3)
    hint = f"did you mean {', '.join(close)}?" if close else "`nbship explain` lists all codes"
    raise UsageError(f"no message has the code {code!r}", hint=hint)
