"""One of many rows, by its place: `X_test.iloc[3]`, `X_test[0].reshape(1, -1)`.

A notebook tries a model with it. What it makes of one row it need not make of each of several, so
that a question about it tells less than one about a table, or than what the model learned from.
"""

from __future__ import annotations

import ast

from converter.rewrite.serving.chain import Refused
from converter.rewrite.serving.choices import is_array, value_of
from converter.rewrite.serving.parts import constant_of
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name

# What draws or finds a number of a row.
DRAWING = frozenset("argmax argmin idxmax idxmin randint randrange".split())


def check_several(node: ast.Subscript | ast.Call, work: Work) -> None:
    """Nothing; `node` is about rows. Raises Refused where it is about one of them alone."""
    if _is_one(node, work):
        raise Refused("it is about one row alone; ask about a table of rows", work.order)


def _is_one(node: ast.Subscript | ast.Call, work: Work) -> bool:
    match node:
        case ast.Call(args=arguments):
            shape = arguments[-1] if arguments else None
            shape = shape if isinstance(shape, ast.Tuple | ast.List) else None
            given = [ast.unparse(each) for each in (shape.elts if shape else arguments)]
            return last_name(node.func) == "reshape" and given == ["1", "-1"]
        case ast.Subscript(value=ast.Attribute(attr="iloc" | "loc"), slice=index):
            first = index.elts[0] if isinstance(index, ast.Tuple) else index
            return _is_place(first, work, work.order)
        case ast.Subscript(value=owner, slice=index) if _is_place(index, work, work.order):
            of_column = isinstance(owner, ast.Subscript) and constant_of(owner.slice) is not None
            return of_column or is_array(owner, work, work.order)
    return False


def _is_place(node: ast.expr, work: Work, before: int) -> bool:
    """True for one number of a row."""
    match node:
        case ast.Constant(value=number):
            return type(number) is int
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return _is_place(inner, work, before)
        case ast.Call(func=function):
            return last_name(function) in DRAWING
        case ast.Name(id=name):
            bound, order = value_of(name, work, before)
            return bound is not None and _is_place(bound, work, order)
    return False
