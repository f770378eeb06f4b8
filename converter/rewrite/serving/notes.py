"""What a request's fields are, where they are no raw data: made of earlier rows, or by a transformer before."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from converter.model.dataflow import Statement
from converter.rewrite.serving.chain import Chain
from converter.rewrite.serving.earlier import told_of

MAKING = frozenset({"fit_transform", "transform"})


def notes_of(chain: Chain, statements: Sequence[Statement]) -> tuple[tuple[str, str], ...]:
    """(field, or "" for all others, words for it)."""
    before = [each for each in statements if each.order <= chain.start]
    found = dict(told for each in before for told in told_of(each, chain.source))
    makers = set(_makers(chain, before))
    notes = [(column, f"`{text}`") for column, text in found.items()]
    return (*notes, ("", f"as `{makers.pop()}` transforms it")) if len(makers) == 1 else (*notes,)


def _makers(chain: Chain, before: Sequence[Statement]) -> Iterator[str]:
    """The transformers whose values the rows were made of before they begin."""
    wanted = {chain.source}
    for each in reversed(before):
        if not wanted & (each.binds | each.mutates):
            continue
        wanted |= each.reads
        for part in ast.walk(each.node):
            match part:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)):
                    if attr in MAKING:
                        yield name
