"""What makes the answer for a row depend on the rows beside it."""

from __future__ import annotations

import ast

from converter.syntax.dotted import last_name

ACROSS_ROWS = frozenset("""
    cummax cummin cumprod cumsum diff drop_duplicates duplicated ewm expanding fit
    fit_transform groupby interpolate median mean nlargest nsmallest pct_change qcut quantile rank
    rolling sample shift shuffle sort_values std var zscore
    """.split())
# What makes columns of rows.
TURNING = frozenset("T moveaxis reshape stack swapaxes transpose unstack".split())


def across_rows(function: ast.stmt, *, made: bool) -> str:
    """The first method or function that a function calls across rows, or "".

    Along the columns, `rows.mean(axis=1)`, each row has its own, if the function does not turn them.
    One that was `made` reduces the answers of several models to each row, along any axis.
    """
    parts = list(ast.walk(function))
    turns = any(isinstance(p, ast.Attribute | ast.Name) and last_name(p) in TURNING for p in parts)
    for part in parts:
        if not (isinstance(part, ast.Call) and last_name(part.func) in ACROSS_ROWS):
            continue
        axes = [ast.unparse(word.value) for word in part.keywords if word.arg == "axis"]
        numbers = [a for a in part.args if isinstance(a, ast.Constant) and type(a.value) is int]
        if made and (axes or numbers):
            continue
        if turns or axes not in (["1"], ["'columns'"]):
            return last_name(part.func)
    return ""
