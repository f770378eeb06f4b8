"""Products of tables: `X @ w` has a value for each row, `X.T @ y` is one value of all rows."""

from __future__ import annotations

import ast

from converter.rewrite.serving.chain import Kind, Refused
from converter.rewrite.serving.expressions import is_about_rows, kind_of
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name

PRODUCTS = frozenset({"dot", "matmul"})
# What has a column for each row of what it is given.
TURNING = frozenset({"pinv", "transpose"})


def factors_of(node: ast.expr) -> tuple[ast.expr, ast.expr] | None:
    """The two tables of `a @ b`, `np.dot(a, b)` and `a.dot(b)`; None for what is no product."""
    match node:
        case ast.BinOp(left=left, op=ast.MatMult(), right=right):
            return left, right
        case ast.Call(func=function, args=[left, right]) if last_name(function) in PRODUCTS:
            return left, right
        case ast.Call(func=ast.Attribute(value=left, attr="dot"), args=[right]):
            return left, right
    return None


def is_turned(node: ast.expr) -> bool:
    """True for a table with a column for each row: `X.T`, `np.linalg.inv(A) @ X.T`."""
    match node:
        case ast.Attribute(attr="T"):
            return True
        case ast.Call(func=function) if last_name(function) in TURNING:
            return True
    factors = factors_of(node)
    return factors is not None and is_turned(factors[1])


def kind_of_product(node: ast.expr, left: ast.expr, right: ast.expr, work: Work) -> Kind:
    """Whether a product has a value for each row; one that sums over the rows is kept by training."""
    if is_about_rows(left, work) and is_about_rows(right, work):
        if is_turned(right):
            raise Refused("a product has a value for each pair of rows", work.order)
        return work.freeze(node, "product")
    kinds = [kind_of(each, work) for each in (left, right)]
    return "rows" if "rows" in kinds else "frozen"
