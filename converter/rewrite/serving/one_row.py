"""One of many rows, by its place: `X_test.iloc[3]`, `X_test[0].reshape(1, -1)`.

A notebook tries a model with it. What it makes of one row it need not make of each of several, so
that a question about it tells less than one about a table, or than what the model learned from.
One value of a row is the same for all others: `df["day"] - df["day"].iloc[0]`.
"""

from __future__ import annotations

import ast

from converter.rewrite.serving import rowwise
from converter.rewrite.serving.chain import Kind, Refused
from converter.rewrite.serving.choices import is_array, value_of
from converter.rewrite.serving.parts import constant_of, constant_or_base
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name

# What draws or finds a number of a row.
DRAWING = frozenset("argmax argmin idxmax idxmin randint randrange".split())


def check_several(node: ast.Subscript | ast.Call, work: Work) -> None:
    """Nothing; `node` is about rows. Raises Refused where it is about one of them alone."""
    if _is_one(node, work):
        raise Refused("it is about one row alone; ask about a table of rows", work.order)


def one_value_of(node: ast.Subscript, work: Work) -> Kind | None:
    """`frozen` for one value of one row, None for what is about several. Raises Refused for a row alone."""
    match node:
        case ast.Subscript(value=ast.Attribute(attr="iloc" | "loc"), slice=ast.Tuple(elts=[_, of])):
            one = isinstance(of, ast.Constant)
        case ast.Subscript(value=ast.Attribute(value=owner, attr="iloc" | "loc" | "values")):
            one = _is_column(owner)
        case ast.Subscript(value=owner):
            one = _is_column(owner)
    if one and _is_one(node, work):
        return work.freeze(node, f"{constant_or_base(node.value)}_of_one")
    check_several(node, work)
    return None


def _is_column(node: ast.expr) -> bool:
    match node:
        case ast.Subscript(slice=index):
            return constant_of(index) is not None
        case ast.Attribute(value=ast.Name(), attr=attr):
            return attr not in rowwise.ROW_ATTRIBUTES | rowwise.FROZEN_ATTRIBUTES | {"T", "index"}
    return False


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
