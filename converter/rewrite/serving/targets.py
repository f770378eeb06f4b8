"""Which columns a notebook's models learn to tell: a request has none of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.model.dataflow import Statement
from converter.rewrite.serving.parts import constant_of
from converter.rewrite.serving.rowwise import SPLITS
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


def learned_by(estimator: str, statements: tuple[Statement, ...]) -> frozenset[str]:
    """The columns that an estimator learned to tell."""
    made = (e for s in statements for e, _ in given_as_target(estimator, s, statements))
    return frozenset(filter(None, map(_column, made)))


def _targets(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.Call(func=ast.Attribute(attr="fit"), args=[_, target, *_]):
            yield target
        case ast.Call(func=function, args=[target, _, *_]) if last_name(function) in TARGET_FIRST:
            yield target


def given_as_target(
    estimator: str, statement: Statement, statements: tuple[Statement, ...]
) -> Iterator[tuple[ast.expr, int]]:
    """What a statement gives `estimator` to learn, by whatever names it got on the way, and where it was made."""
    for part in ast.walk(statement.node):
        for value in _targets(part):
            match part:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=owner))):
                    names = statement.binds | {owner}
                case _:
                    names = statement.binds
            if estimator in names:
                yield from _origins(value, statement.order, statements, 4)


def _columns(
    value: ast.expr, order: int, statements: tuple[Statement, ...], depth: int
) -> Iterator[str]:
    """The column that an expression is, by whatever names it got on the way."""
    for made, _ in _origins(value, order, statements, depth):
        if column := _column(made):
            yield column


def _column(made: ast.expr) -> str | None:
    match made:
        case ast.Subscript(slice=index):
            return constant_of(index)
        case ast.Attribute(value=ast.Name(), attr=attr):
            return attr
    return None


def _origins(
    value: ast.expr, order: int, statements: tuple[Statement, ...], depth: int
) -> Iterator[tuple[ast.expr, int]]:
    """The expression that a value was first, and the statement that has it."""
    match value:
        case ast.Attribute(value=inner, attr="values"):
            yield from _origins(inner, order, statements, depth)
        case ast.Name(id=name) if depth:
            before = [s for s in statements if s.order < order and name in s.binds]
            match before[-1].node if before else None:
                case ast.Assign(targets=[ast.Name()], value=inner):
                    yield from _origins(inner, before[-1].order, statements, depth - 1)
                case ast.Assign(targets=[ast.Tuple(elts=targets)], value=inner):
                    for part in _bound_to(name, targets, inner):
                        yield from _origins(part, before[-1].order, statements, depth - 1)
        case _:
            yield value, order


def _bound_to(name: str, targets: list[ast.expr], value: ast.expr) -> Iterator[ast.expr]:
    """What a name is bound to with others: `X, y = df[features], df["price"]`, and the parts of a split."""
    place = next((i for i, t in enumerate(targets) if isinstance(t, ast.Name) and t.id == name), -1)
    match value:
        case ast.Tuple(elts=parts) if 0 <= place < len(parts) == len(targets):
            yield parts[place]
        case ast.Call(func=function, args=parts) if last_name(function) in SPLITS:
            if 0 <= place // 2 < len(parts):
                yield parts[place // 2]
