"""Edges of bins that are told, not made of the rows that are cut."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from converter.syntax.dotted import last_name

if TYPE_CHECKING:
    from converter.rewrite.serving.work import Work

ARRAYS = frozenset({"arange", "array", "asarray", "concatenate", "linspace", "sorted", "unique"})


def are_edges(bins: ast.expr, work: Work) -> bool:
    """True for a list, and for a name that is bound to one, or to the edges of bins made before; not for a number."""
    if isinstance(bins, ast.List | ast.Tuple):
        return True
    if not isinstance(bins, ast.Name):
        return False
    statements, name = work.tracer.statements, bins.id
    binders = [s for s in statements if name in s.binds]
    later = [s for s in statements if s.order >= work.order and name in s.mutates]
    if len(binders) != 1 or later or binders[0].order >= work.order:
        return False
    match binders[0].node:
        case ast.Assign(targets=[ast.Name()], value=ast.List() | ast.Tuple()):
            return True
        case ast.Assign(targets=[ast.Name()], value=ast.Call(func=function)):
            return last_name(function) in ARRAYS
        case ast.Assign(
            targets=[ast.Tuple(elts=[_, ast.Name(id=edges)])], value=ast.Call() as call
        ):
            told = any(word.arg == "retbins" for word in call.keywords)
            return edges == name and told and last_name(call.func) in ("cut", "qcut")
    return False
