"""Expressions that have one value for each of an estimator's answers, whatever the rows are.

`np.expm1(answers).round(2)` is one, and `[np.expm1(answer) for answer in answers]`; some of them take a
transformation of the target back.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from converter.model.dataflow import Statement
from converter.rewrite.serving.around import is_same_for_all, parents_of
from converter.rewrite.serving.parts import along_row, is_plain
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.dotted import last_name

# Functions that take a transformation of the target back, wherever they are called: also for a metric.
BACK = frozenset("exp exp2 expm1 inv_boxcox sinh square".split())
# This does, too, where the result is kept: reports have names of classes only to be read.
BACK_AND_KEPT = "inverse_transform"
# Functions and methods that give one value for each, in their first argument or their receiver.
EACH = frozenset("""
    abs around asarray array astype ceil clip fix flatten floor maximum minimum ravel rint round round_
    cpu cuda detach double float log log10 log1p log2 long numpy reshape sigmoid softmax sqrt squeeze to_numpy tolist trunc
    """.split())
# What makes one number of a number.
OF_NUMBERS = frozenset("float int max min".split())
OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Pow)


def outer_of(inner: ast.expr, parents: Mapping[ast.AST, ast.AST]) -> ast.expr | None:
    """The expression that `inner` is in: a method's call, the list of a comprehension or of `map`; or None."""
    outer = parents.get(inner)
    match outer:
        case ast.Attribute() | ast.comprehension() | ast.Call(func=ast.Name(id="map")):
            outer = parents.get(outer)
    return outer if isinstance(outer, ast.expr) else None


def is_each(outer: ast.expr, inner: ast.expr, statement: Statement, tracer: Tracer) -> bool:
    """True for an expression that has one value for each of `inner`, whatever the rows are."""
    if _back_of_each(outer, inner, statement, tracer) is not None:
        return True
    match outer:
        case ast.Call(func=ast.Name(id="list"), args=[first], keywords=[]) | ast.Call(
            func=ast.Attribute(attr="Series"), args=[first], keywords=[]
        ):
            return first is inner
        case ast.Call(func=ast.Attribute(value=owner, attr=name), args=arguments) if owner is inner:
            others = arguments
        case ast.Call(func=function, args=[first, *others]) if first is inner:
            name = last_name(function)
            others = [*others, function]
        case ast.BinOp(left=left, right=right, op=op) if isinstance(op, OPERATORS):
            return is_same_for_all(right if left is inner else left, statement, tracer)
        case _:
            return False
    if name not in BACK | EACH | {BACK_AND_KEPT} or name == "reshape" and not _for_any(others):
        return False
    if name == "softmax" and not along_row(outer):
        return False
    words = [word.value for word in outer.keywords]
    return all(is_same_for_all(each, statement, tracer) for each in (*others, *words))


def taken_back_by(
    outer: ast.expr, inner: ast.expr, statement: Statement, tracer: Tracer
) -> set[str]:
    """The functions by which an expression of that kind takes a transformation of `inner` back."""
    called = {last_name(outer.func)} if isinstance(outer, ast.Call) else set()
    return called & {*BACK, BACK_AND_KEPT} | (
        _back_of_each(outer, inner, statement, tracer) or set()
    )


def _back_of_each(
    outer: ast.expr, inner: ast.expr, statement: Statement, tracer: Tracer
) -> set[str] | None:
    """The same, where `original(inner)` calls a function of the notebook, or each value is given to a function:
    `[np.exp(one) for one in inner]`, `list(map(np.exp, inner))`, `inner.apply(np.exp)`; None for others.
    """
    match outer:
        case ast.Call(func=ast.Name(id=name), args=[given], keywords=[]) if given is inner:
            return _back_in(name, statement, tracer)
        case ast.ListComp(
            elt=value,
            generators=[ast.comprehension(target=ast.Name(id=own), iter=given, ifs=[], is_async=0)],
        ) if (
            given is inner
        ):
            return back_in_expression(own, value, statement, tracer, of_number=True)
        case ast.Call(
            func=ast.Name(id="list"),
            args=[ast.Call(func=ast.Name(id="map"), args=[function, given], keywords=[])],
        ) if (
            given is inner
        ):
            pass
        case ast.Call(
            func=ast.Attribute(value=owner, attr="apply" | "map"), args=[function], keywords=[]
        ) if (owner is inner):
            pass
        case _:
            return None
    match function:
        case ast.Lambda(args=ast.arguments(args=[ast.arg(arg=own)]), body=value):
            return back_in_expression(own, value, statement, tracer, of_number=True)
        case ast.Name() | ast.Attribute() if (name := last_name(function)) in BACK | EACH:
            return {name} & BACK
        case ast.Name(id=name):
            return _back_in(name, statement, tracer)
        case _:
            return None


def _back_in(name: str, statement: Statement, tracer: Tracer) -> set[str] | None:
    """The same of a function of the notebook that returns one expression of its argument."""
    match [s.node for s in tracer.statements if name in s.binds]:
        case [ast.FunctionDef(args=ast.arguments(args=[ast.arg(arg=own)])) as function]:
            told = function.body[ast.get_docstring(function) is not None :]
        case _:
            return None
    functions = {s.node.name for s in tracer.statements if isinstance(s.node, ast.FunctionDef)}
    match told:
        case [ast.Return(value=ast.expr() as value)]:
            called = {part.id for part in ast.walk(value) if isinstance(part, ast.Name)}
            if not called & functions:
                return back_in_expression(own, value, statement, tracer)
    return None


def back_in_expression(
    own: str, value: ast.expr, statement: Statement, tracer: Tracer, *, of_number: bool = False
) -> set[str] | None:
    """The functions by which an expression of `own`, which is one number if `of_number`, takes a transformation
    back; None if it has not one value for each of that."""
    parents = parents_of(value)
    given = [part for part in ast.walk(value) if isinstance(part, ast.Name) and part.id == own]
    if len(given) != 1:
        return None
    top: ast.expr = given[0]
    back: set[str] = set()
    while top is not value:
        outer = outer_of(top, parents)
        if outer is None:
            return None
        if not is_each(outer, top, statement, tracer):
            if not (of_number and _is_of_number(outer, top, statement, tracer)):
                return None
        back |= taken_back_by(outer, top, statement, tracer)
        top = outer
    return back


def _is_of_number(outer: ast.expr, inner: ast.expr, statement: Statement, tracer: Tracer) -> bool:
    """True for `max(0, inner)` and the like."""
    match outer:
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in OF_NUMBERS:
            others = (each for each in arguments if each is not inner)
            return all(is_same_for_all(each, statement, tracer) for each in others)
        case _:
            return False


def _for_any(shape: list[ast.expr]) -> bool:
    """True for `-1, 1`, which fits any number of rows; the shape of a grid does not."""
    parts = [
        each for part in shape for each in (part.elts if isinstance(part, ast.Tuple) else [part])
    ]
    return [ast.unparse(each) for each in parts][:1] == ["-1"] and all(map(is_plain, parts[1:]))
