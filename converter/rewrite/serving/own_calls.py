"""Functions of the notebook that make one value of each of an estimator's answers, line by line."""

from __future__ import annotations

import ast
from collections.abc import Callable

from converter.rewrite.serving.parts import arguments_of
from converter.rewrite.serving.tracing import Tracer

IsEach = Callable[[ast.expr, frozenset[int]], bool]
"""Whether an expression has one value for each of what its parts with these identities are."""


def is_of_each(call: ast.Call, reads: frozenset[int], tracer: Tracer, is_each: IsEach) -> bool:
    """True for a call that is given answers, of a function whose lines all have one value for each of them."""
    binders = [
        s.node
        for s in tracer.statements
        if isinstance(call.func, ast.Name) and call.func.id in s.binds
    ]
    match binders:
        case [ast.FunctionDef(args=parameters, decorator_list=[]) as function]:
            named = [each.arg for each in (*parameters.args, *parameters.kwonlyargs)]
        case _:
            return False
    functions = {s.node.name for s in tracer.statements if isinstance(s.node, ast.FunctionDef)}
    if any(isinstance(part, ast.Name) and part.id in functions for part in ast.walk(function)):
        return False  # it calls itself or others, which may do anything
    given = arguments_of(call, named)
    if given is None or parameters.vararg or parameters.kwarg or parameters.posonlyargs:
        return False
    made = {name for name, value in given.items() if _mentions(value, reads)}
    if not made or not all(is_each(value, reads) for value in given.values()):
        return False
    told = function.body[ast.get_docstring(function) is not None :]
    for line in told[:-1]:
        name = _bound(line, made, is_each)
        if name is None:
            return False
        made.add(name)
    match told[-1]:
        case ast.Return(value=ast.expr() as value):
            own = _reads(value, made)
            return bool(own) and is_each(value, own)
    return False


def _bound(line: ast.stmt, made: set[str], is_each: IsEach) -> str | None:
    """The name that a line makes of each answer; None where it does something else, such as to change what it got."""
    match line:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            own = _reads(value, made)
            return name if own and is_each(value, own) else None
    return None


def _reads(node: ast.expr, made: set[str]) -> frozenset[int]:
    return frozenset(
        id(part) for part in ast.walk(node) if isinstance(part, ast.Name) and part.id in made
    )


def _mentions(node: ast.expr, reads: frozenset[int]) -> bool:
    return any(id(part) in reads for part in ast.walk(node))
