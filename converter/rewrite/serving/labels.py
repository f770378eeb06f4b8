"""Names that a notebook gives to what is answered: `np.where(answers == 1, "yes", "no")`."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TypeGuard

from converter.rewrite.serving.parts import is_plain
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.dotted import last_name

# What objects call the names of classes; what makes tables of names.
NAMES = frozenset({"classes_", "categories", "target_names"})
TABLES = frozenset({"dict", "to_dict"})


def gives_names(outer: ast.expr, tracer: Tracer) -> bool:
    """True for what gives each answer a name: by a table, or one of the texts that are written there."""
    match outer:
        case ast.Call(func=ast.Attribute(attr="map"), args=[ast.Dict()]):
            return True
        case ast.Call(func=ast.Attribute(attr="map"), args=[ast.Name(id=name)]):
            binders = [s.node for s in tracer.statements if name in s.binds]
            if any(isinstance(each, ast.FunctionDef) for each in binders):
                return len(binders) == 1 and _says_texts(binders[0])
            return bool(binders)
        case ast.Call(func=ast.Attribute(attr="apply"), args=[ast.Name(id=name)]):
            binders = [s.node for s in tracer.statements if name in s.binds]
            return len(binders) == 1 and _says_texts(binders[0])
        case ast.Call(func=ast.Attribute(attr="replace"), args=others):
            return is_table_of_names(others)
        case ast.Call(func=function, keywords=words) if last_name(function) == "cut":
            return any(word.arg == "labels" and _is_list_of_texts(word.value) for word in words)
        case ast.Call(func=ast.Attribute(attr="map" | "apply"), args=[ast.Lambda(body=body)]):
            return _are_texts(body)
        case ast.Call(func=function, args=[_, yes, no]) if last_name(function) == "where":
            return _are_texts(yes) and _are_texts(no)
        case ast.ListComp(elt=element):
            return _are_texts(element) or looks_up_names(outer, tracer)
    return False


def looks_up_names(comprehension: ast.ListComp, tracer: Tracer) -> bool:
    """True for `[names[each] for each in answers]`, where `names` is a table, or a part of what has names."""
    match comprehension:
        case ast.ListComp(
            elt=ast.Subscript(value=names, slice=ast.Name(id=index)),
            generators=[ast.comprehension(target=ast.Name(id=own))],
        ) if (
            index == own
        ):
            if not isinstance(names, ast.Name):
                return last_name(names) in NAMES or isinstance(names, ast.Subscript)
            binders = [s.node for s in tracer.statements if names.id in s.binds]
            return len(binders) == 1 and _is_table(binders[0])
    return False


def _is_table(node: ast.stmt) -> bool:
    """True for a dict, also one made of another, and for a list of texts, or of what an object names."""
    match node:
        case ast.Assign(value=ast.Attribute(attr=attr)):
            return attr in NAMES
        case ast.Assign(value=ast.Call(func=function)):
            return last_name(function) in TABLES
        case ast.Assign(value=ast.Dict() | ast.DictComp()):
            return True
        case ast.Assign(value=value):
            return _is_list_of_texts(value)
    return False


def _says_texts(node: ast.stmt) -> bool:
    """True for a function that returns texts which are written down, and nothing else."""
    returned = [part.value for part in ast.walk(node) if isinstance(part, ast.Return)]
    return bool(returned) and all(value is not None and _are_texts(value) for value in returned)


def _is_list_of_texts(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.List | ast.Tuple)
        and bool(node.elts)
        and all(map(_are_texts, node.elts))
    )


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


def is_share(outer: ast.expr) -> bool:
    """True for what only answers that are shares of one are asked: of `predict`, not all are."""
    match outer:
        case ast.Compare(left=left, comparators=[right]):
            numbers = [each.value for each in (left, right) if isinstance(each, ast.Constant)]
            return any(isinstance(each, float) and 0 < each < 1 for each in numbers)
        case ast.Call(func=function, args=[ast.Compare() as test, _, _]) if (
            last_name(function) == "where"
        ):
            return _asks_label(test)
        case ast.Call(func=function):
            return last_name(function) == "argmax"
        case ast.ListComp(elt=ast.IfExp(test=ast.Compare() as test)):
            return is_share(test) or _asks_label(test)
    return False


def _asks_label(test: ast.Compare) -> bool:
    """True for `pred == -1`: a number that is computed is never asked whether it is just that."""
    match test:
        case ast.Compare(ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
            return is_plain(right) and not isinstance(ast.literal_eval(right), float)
    return False


def is_name_of(
    outer: ast.expr, inner: ast.expr, *, decided: bool = False
) -> TypeGuard[ast.Subscript]:
    """True for the names of classes, `iris.target_names[predicted]`, also of the likeliest: `names[shares.argmax(axis=1)]`.

    What was `decided` may be yes and no, which choose among the names.
    """
    match outer:
        case ast.Subscript(slice=index) if index is inner:
            if isinstance(inner, ast.Call) and last_name(inner.func) in ("argmax", "astype"):
                return True
            return not decided and not any(isinstance(p, ast.Compare) for p in ast.walk(inner))
    return False


def has_edges(call: ast.Call) -> bool:
    """True for bins that are written down: a number of bins would have edges of the rows' own."""
    bins = next((word.value for word in call.keywords if word.arg == "bins"), None)
    return isinstance(bins or call.args[-1], ast.List | ast.Tuple)
