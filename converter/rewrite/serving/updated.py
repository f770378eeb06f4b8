"""What is learned step by step: weights that begin with zeros, and that each round of a loop corrects.

They are values of all rows, whatever rows the corrections are made of: they keep the size they began with.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from converter.model.dataflow import Statement
from converter.rewrite.serving.chain import EVERY, Refused
from converter.rewrite.serving.parts import given_to
from converter.syntax.names import names_of
from converter.syntax.scopes import all_arguments, bound_names

if TYPE_CHECKING:
    from converter.rewrite.serving.tracing import Tracer

LOOPS = (ast.For, ast.While)


def updated_in_loops(name: str, order: int, tracer: Tracer) -> bool:
    """True for a name of no rows that loops before the statement `order` only correct."""
    before = [s for s in tracer.statements if s.order < order and name in s.binds]
    later: list[Statement] = []
    while before and isinstance(before[-1].node, LOOPS):
        later.append(before.pop())
    if not (before and later and name in before[-1].surely):
        return False
    if not all(corrects(loop.node, name) for loop in later):
        return False
    try:
        begins = tracer.aside(shallow=True)
        return begins.name(name, before[-1].order + 1, EVERY) == "frozen"
    except Refused:
        return False


def corrects(loop: ast.stmt, name: str) -> bool:
    """True where a loop makes `name` only of itself: `w -= rate * slope`, `w = w - rate * slope`."""
    made = list(_given_to(name, loop))
    return bool(made) and all(
        each is None or name in {p.id for p in ast.walk(each) if isinstance(p, ast.Name)}
        for each in made
    )


def _given_to(name: str, loop: ast.stmt) -> Iterator[ast.expr | None]:
    """What a loop binds a name to, None for what is added to it; a constant for what cannot be told."""
    for part in ast.walk(loop):
        match part:
            case ast.AugAssign(target=ast.Name(id=own)) if own == name:
                yield None
            case ast.Assign() if given := given_to(name, part):
                yield from given
            case ast.Assign(targets=targets):
                if any(name in set(bound_names(each)) for each in targets):
                    yield ast.Constant(None)
            case ast.For(target=target):
                if name in set(bound_names(target)):
                    yield ast.Constant(None)


def learns(function: ast.FunctionDef) -> bool:
    """True where all that a function returns is corrected in its loops, and begins with no rows of its own:
    `def descend(X, y): w = np.zeros(X.shape[1]) ... return w`."""
    returned = [part.value for part in ast.walk(function) if isinstance(part, ast.Return)]
    names = [
        each.id if isinstance(each, ast.Name) else ""
        for value in returned
        for each in (value.elts if isinstance(value, ast.Tuple) else [value])
    ]
    return (
        bool(names)
        and any(_learned(n, function) for n in names)
        and all(_learned(each, function) or _collected(each, function) for each in names)
    )


def _learned(name: str, function: ast.FunctionDef) -> bool:
    loops = [part for part in function.body if isinstance(part, LOOPS)]
    loops = [each for each in loops if name in names_of(each).binds]
    if not loops or not all(corrects(each, name) for each in loops):
        return False
    given = {argument.arg for argument in all_arguments(function.args)}
    first = _begun(name, function.body)
    return all(_is_small(each, function) for each in first) if first else name in given


def _begun(name: str, body: Sequence[ast.stmt]) -> list[ast.expr]:
    return [value for part in body for value in given_to(name, part)]


def _is_small(value: ast.expr, function: ast.FunctionDef) -> bool:
    """True for what is as large as there are columns, or one number: no value for each row."""
    counts = {name for part in function.body for name in _counts_rows(part)}
    for part in ast.walk(value):
        if isinstance(part, ast.Name) and part.id in counts or _is_count(part):
            return False
    return isinstance(value, ast.Constant | ast.Call | ast.UnaryOp)


def _is_count(node: ast.AST) -> bool:
    """True for `len(X)` and `X.shape[0]`."""
    match node:
        case ast.Call(func=ast.Name(id="len")):
            return True
        case ast.Subscript(value=ast.Attribute(attr="shape"), slice=ast.Constant(value=0)):
            return True
    return False


def _counts_rows(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_count(value):
            yield name
        case ast.Assign(
            targets=[ast.Tuple(elts=[ast.Name(id=name), *_])], value=ast.Attribute(attr="shape")
        ):
            yield name


def _collected(name: str, function: ast.FunctionDef) -> bool:
    """True for a list that a function begins empty: what the rounds cost."""
    begun = _begun(name, function.body)
    return bool(begun) and all(isinstance(v, ast.List) and not v.elts for v in begun)
