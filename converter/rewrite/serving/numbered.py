"""Values numbered by all rows: `pd.factorize(df["town"])[0]` is each value's place among those of training."""

from __future__ import annotations

import ast

from converter.rewrite.serving.chain import Kind
from converter.rewrite.serving.parts import constant_or_base
from converter.rewrite.serving.work import Work


def numbered(node: ast.Subscript, call: ast.Call, work: Work) -> Kind:
    """`codes` for the numbers, the distinct values being kept; what is not among them is -1, as a gap is."""
    from converter.rewrite.serving.expressions import is_module, kind_of

    method = isinstance(call.func, ast.Attribute) and not is_module(call.func, work)
    column = call.func.value if method and isinstance(call.func, ast.Attribute) else call.args[0]
    numbers = isinstance(node.slice, ast.Constant) and node.slice.value == 0
    if kind_of(column, work) == "frozen":
        return "frozen"
    if not numbers:
        return kind_of(call, work)  # raises
    values = work.frozen_before(f"{work.source(call)}[1]", f"{constant_or_base(column)}_values")
    work.replace(node, f"{values}.get_indexer({work.served(column)})")
    return "rows"
