"""Edges of bins that are told, not made of the rows that are cut."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from converter.syntax.dotted import last_name
from converter.syntax.names import names_of

if TYPE_CHECKING:
    from converter.model.dataflow import Statement
    from converter.rewrite.serving.work import Work

ARRAYS = frozenset("arange array asarray concatenate linspace list sorted tolist unique".split())
QUANTILES = frozenset({"percentile", "quantile"})


def are_edges(bins: ast.expr, work: Work) -> bool:
    """True for a list, for a name that is bound to one, or to the edges of bins made before, and for what a
    table of such holds; not for a number."""
    match bins:
        case ast.Subscript(value=ast.Name(id=table)):
            return _holds_edges(table, work)
        case ast.Name(id=name):
            binder = _only_binder(name, work)
            return binder is not None and _binds_edges(binder.node, name)
    return _is_list(bins)


def _only_binder(name: str, work: Work) -> Statement | None:
    """The one statement that binds a name, if nothing changes that from where it is read."""
    statements = work.tracer.statements
    binders = [s for s in statements if name in s.binds]
    later = [s for s in statements if s.order >= work.order and name in s.mutates]
    plain = len(binders) == 1 and not later and binders[0].order < work.order
    return binders[0] if plain else None


def _binds_edges(node: ast.AST, name: str) -> bool:
    match node:
        case ast.Assign(targets=[ast.Name(id=bound)], value=value):
            return bound == name and _is_list(value)
        case ast.Assign(targets=[ast.Tuple(elts=[_, ast.Name(id=edges)])], value=value):
            return edges == name and _tells_edges(value)
    return False


def _is_list(value: ast.expr) -> bool:
    """True for what is surely several values."""
    match value:
        case ast.List() | ast.Tuple() | ast.ListComp():
            return True
        case ast.Call(func=function, args=args) if last_name(function) in QUANTILES:
            return any(map(_is_list, args))
        case ast.Call(func=function):
            return last_name(function) in ARRAYS
    return False


def _tells_edges(value: ast.expr) -> bool:
    """True for `pd.qcut(..., retbins=True)`, whose second part are the edges."""
    match value:
        case ast.Call(func=function, keywords=words) if last_name(function) in ("cut", "qcut"):
            return any(word.arg == "retbins" for word in words)
    return False


def _holds_edges(table: str, work: Work) -> bool:
    """True for a dict that holds nothing but edges, whatever put them there."""
    binder = _only_binder(table, work)
    match binder.node if binder else None:
        case ast.Assign(targets=[ast.Name()], value=ast.Dict(values=values)):
            pass
        case ast.Assign(targets=[ast.Name()], value=ast.DictComp(value=value)):
            values = [value]
        case _:
            return False
    changing = [s.node for s in work.tracer.statements if table in s.mutates]
    return all(map(_is_list, values)) and all(_puts_edges(node, table) for node in changing)


def _puts_edges(node: ast.AST, table: str) -> bool:
    """True where a statement changes a table by putting edges in it."""
    put = 0
    for part in ast.walk(node):
        match part:
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=owner))], value=value):
                put += owner == table and (_is_list(value) or _names_edges(value, node))
            case ast.Assign(
                targets=[ast.Tuple(elts=[_, ast.Subscript(value=ast.Name(id=owner))])], value=value
            ):
                put += owner == table and _tells_edges(value)
    return put > 0 and put == sum(
        isinstance(part, ast.Name) and part.id == table for part in ast.walk(node)
    )


def _names_edges(value: ast.expr, node: ast.AST) -> bool:
    """True for a name that is bound to edges wherever the statement binds it."""
    if not isinstance(value, ast.Name):
        return False
    bound = [
        part
        for part in ast.walk(node)
        if isinstance(part, ast.stmt) and not isinstance(part, ast.For)
        if value.id in names_of(part).binds
    ]
    return bool(bound) and all(_binds_edges(part, value.id) for part in bound)
