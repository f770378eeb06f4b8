"""`frame.apply(f)` where `f` makes one value of each column: `numbers.apply(lambda x: skew(x.dropna()))`.

Of a single column, `apply` gives `f` one value after another: that is row by row.
"""

from __future__ import annotations

import ast

from converter.rewrite.serving import rowwise
from converter.rewrite.serving.parts import by_axis
from converter.syntax.dotted import last_name

# Methods that a column has, and none of its values.
OF_COLUMNS = frozenset("""
    dropna fillna isna isnull kurt kurtosis median mode notna notnull nunique quantile sem skew
    value_counts
    """.split())
ONES = (rowwise.OVER_ROWS | {"len"}) - frozenset({"describe", "mode", "unique", "value_counts"})


def is_of_columns(node: ast.Call, owner: ast.expr) -> bool:
    """True for `owner.apply(f)` that makes one value of each column of a frame."""
    if last_name(node.func) not in ("apply", "agg", "aggregate") or by_axis(node):
        return False
    match node.args:
        case [ast.Name() | ast.Attribute() as function]:
            return last_name(function) in ONES and _is_frame(owner)
        case [ast.Lambda(args=ast.arguments(args=[ast.arg(arg=name)]), body=ast.Call() as body)]:
            return last_name(body.func) in ONES and not by_axis(body) and _is_column(name, body)
    return False


def _is_frame(node: ast.expr) -> bool:
    """True for what surely has several columns: `df[["a", "b"]]`, `df.select_dtypes("number")`."""
    match node:
        case ast.Subscript(slice=ast.List()):
            return True
        case ast.Call(func=func):
            return last_name(func) == "select_dtypes"
    return False


def _is_column(name: str, body: ast.expr) -> bool:
    """True where `name` is asked what only a column can be."""
    return any(
        isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute)
        and part.func.attr in OF_COLUMNS
        and isinstance(part.func.value, ast.Name)
        and part.func.value.id == name
        for part in ast.walk(body)
    )
