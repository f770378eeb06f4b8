"""Names that a notebook gives to what is answered: `np.where(answers == 1, "yes", "no")`."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from converter.rewrite.serving.tracing import Tracer
from converter.syntax.dotted import last_name


def gives_names(outer: ast.expr, tracer: Tracer) -> bool:
    """True for what gives each answer a name: by a table, or one of the texts that are written there."""
    match outer:
        case ast.Call(func=ast.Attribute(attr="map"), args=[ast.Dict()]):
            return True
        case ast.Call(func=ast.Attribute(attr="map"), args=[ast.Name(id=name)]):
            binders = [s.node for s in tracer.statements if name in s.binds]
            return bool(binders) and not any(isinstance(b, ast.FunctionDef) for b in binders)
        case ast.Call(func=ast.Attribute(attr="replace"), args=others):
            return is_table_of_names(others)
        case ast.Call(func=ast.Attribute(attr="map" | "apply"), args=[ast.Lambda(body=body)]):
            return _are_texts(body)
        case ast.Call(func=function, args=[_, yes, no]) if last_name(function) == "where":
            return _are_texts(yes) and _are_texts(no)
        case ast.ListComp(elt=element):
            return _are_texts(element) or looks_up_names(outer, tracer)
    return False


def looks_up_names(comprehension: ast.ListComp, tracer: Tracer) -> bool:
    """True for `[names[each] for each in answers]`, where `names` is a table that is written down."""
    match comprehension:
        case ast.ListComp(
            elt=ast.Subscript(value=ast.Name(id=table), slice=ast.Name(id=index)),
            generators=[ast.comprehension(target=ast.Name(id=own))],
        ):
            binders = [s.node for s in tracer.statements if table in s.binds]
            return index == own and len(binders) == 1 and _is_table(binders[0])
    return False


def _is_table(node: ast.stmt) -> bool:
    """True for a dict, also one made of another, and for a list of texts."""
    match node:
        case ast.Assign(value=ast.Dict() | ast.DictComp()):
            return True
        case ast.Assign(value=ast.List(elts=parts) | ast.Tuple(elts=parts)):
            return bool(parts) and all(map(_are_texts, parts))
    return False


def is_table_of_names(arguments: Sequence[ast.expr]) -> bool:
    """True for `{0: "no", 1: "yes"}`."""
    match arguments:
        case [ast.Dict(values=values)]:
            return bool(values) and all(map(_are_texts, values))
    return False


def _are_texts(node: ast.expr) -> bool:
    """True for a text that is written down, and for one of several."""
    match node:
        case ast.IfExp(body=yes, orelse=no):
            return _are_texts(yes) and _are_texts(no)
        case ast.Constant(value=value):
            return isinstance(value, str)
    return False
