"""What a request's fields are, where they are no raw data: made of earlier rows, or by a transformer before."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from converter.model.dataflow import Statement
from converter.rewrite.serving.chain import Chain
from converter.rewrite.serving.earlier import told_of
from converter.rewrite.serving.parts import constant_of
from converter.rewrite.serving.targets import learned_by
from converter.syntax.parsing import parsed

MAKING = frozenset({"fit_transform", "transform"})


def notes_of(
    chain: Chain, statements: tuple[Statement, ...], estimator: str
) -> tuple[tuple[str, str], ...]:
    """(field, or "" for all others, words for it)."""
    before = [each for each in statements if each.order <= chain.start]
    found = dict(told for each in before for told in _columns(each, chain.source))
    for column in learned_by(estimator, statements) & set(_read(chain)):
        found.setdefault(column, "what the model learned to tell: the notebook prepares rows by it")
    makers = set(_makers(chain, before))
    if len(makers) == 1:
        found[""] = f"as `{makers.pop()}` transforms it"
    return tuple(found.items()) if any(found.values()) else ()


def _read(chain: Chain) -> Iterator[str]:
    """The columns that preparing reads by their names."""
    for lines in chain.lines.values():
        for part in ast.walk(parsed("\n".join(lines))):
            match part:
                case ast.Subscript(slice=ast.Constant(value=str(column)), ctx=ast.Load()):
                    yield column
                case ast.Attribute(value=ast.Name(), attr=column, ctx=ast.Load()):
                    yield column


def _columns(statement: Statement, name: str) -> Iterator[tuple[str, str]]:
    """(column, words) of those that a statement sets by their names, "" for what is nothing special."""
    match statement.node:
        case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=own), slice=index)], value=value):
            if own == name and (column := constant_of(index)):
                makers = list(_transformers(value))
                yield column, f"as `{makers[0]}` transforms it" if makers else ""
    for column, text in told_of(statement, name):
        yield column, f"`{text}`"


def _makers(chain: Chain, before: Sequence[Statement]) -> Iterator[str]:
    """The transformers whose values the rows as a whole were made of before they begin."""
    wanted = {chain.source}
    for each in reversed(before):
        if not wanted & (each.binds | each.mutates):
            continue
        wanted |= each.reads
        match each.node:
            case ast.Assign(targets=[ast.Subscript()]):
                continue  # of some columns only
        yield from _transformers(each.node)


def _transformers(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        match part:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)) if attr in MAKING:
                yield name
