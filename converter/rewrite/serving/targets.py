"""Which columns a notebook's models learn to tell: a request has none of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.model.dataflow import Statement
from converter.rewrite.serving.parts import constant_of
from converter.syntax.dotted import last_name

# Classes of statsmodels that are given what they learn first.
TARGET_FIRST = frozenset({"GLM", "Logit", "MNLogit", "OLS", "Poisson", "Probit", "WLS"})


def targets_of(statements: tuple[Statement, ...]) -> frozenset[str]:
    """The columns that `fit(X, y)` and its like are given as `y`, themselves or by a name."""
    found: set[str] = set()
    for statement in statements:
        for part in ast.walk(statement.node):
            for value in _targets(part):
                found |= set(_columns(value, statement.order, statements, 3))
    return frozenset(found)


def _targets(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.Call(func=ast.Attribute(attr="fit"), args=[_, target, *_]):
            yield target
        case ast.Call(func=function, args=[target, _, *_]) if last_name(function) in TARGET_FIRST:
            yield target


def _columns(
    value: ast.expr, order: int, statements: tuple[Statement, ...], depth: int
) -> Iterator[str]:
    """The column that an expression is, by whatever names it got on the way."""
    match value:
        case ast.Subscript(slice=index) if column := constant_of(index):
            yield column
        case ast.Attribute(value=inner, attr="values"):
            yield from _columns(inner, order, statements, depth)
        case ast.Attribute(value=ast.Name(), attr=column):
            yield column
        case ast.Name(id=name) if depth:
            before = [s for s in statements if s.order < order and name in s.binds]
            match before[-1].node if before else None:
                case ast.Assign(targets=[ast.Name()], value=inner):
                    yield from _columns(inner, before[-1].order, statements, depth - 1)
