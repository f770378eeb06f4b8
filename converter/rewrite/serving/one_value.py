"""Functions of the notebook that find one value in all rows: `best_threshold(y, scores)`.

Training calls them once, and keeps what they found.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.rewrite.serving import rowwise
from converter.rewrite.serving.parts import by_axis, given_to
from converter.syntax.dotted import last_name
from converter.syntax.scopes import bound_names

PLACES = frozenset({"argmax", "argmin", "idxmax", "idxmin"})
PLAIN = frozenset({"bool", "float", "int", "len", "round", "str"})
MAKING = rowwise.MAKING | {"range"}


def gives_one_value(function: ast.FunctionDef) -> bool:
    """True where all that a function returns are single values, whatever rows it is given."""
    found = [part.value for part in ast.walk(function) if isinstance(part, ast.Return)]
    return bool(found) and all(each is not None and _is_one(each, function, 0) for each in found)


def _is_one(node: ast.expr, function: ast.FunctionDef, depth: int) -> bool:
    if depth > 8:
        return False
    match node:
        case ast.Constant():
            return True
        case ast.UnaryOp(operand=inner) | ast.Attribute(value=inner, attr="real"):
            return _is_one(inner, function, depth + 1)
        case ast.BinOp(left=left, right=right):
            return all(_is_one(each, function, depth + 1) for each in (left, right))
        case ast.Subscript(slice=index):
            return _is_place(index, function, depth + 1)
        case ast.Name(id=name):
            bound = list(_values_of(name, function))
            return bool(bound) and all(
                each is not None and _is_one(each, function, depth + 1) for each in bound
            )
        case ast.Call(func=called):
            name = last_name(called)
            if name in PLAIN or name in PLACES:
                return not by_axis(node)
            plain = not any(word.arg in ("axis", "as_index") for word in node.keywords)
            return name in SUMMING and plain and not by_axis(node)
    return False


SUMMING = frozenset("""
    amax amin max mean median min nanmax nanmean nanmedian nanmin nunique prod std sum var
    """.split())


def _is_place(node: ast.expr, function: ast.FunctionDef, depth: int) -> bool:
    """True for the number of one place: `[np.argmax(f)]`, `[best]`."""
    match node:
        case ast.Call(func=called):
            return last_name(called) in PLACES
        case ast.Name(id=name):
            bound = list(_values_of(name, function))
            return bool(bound) and all(
                each is not None and _is_place(each, function, depth + 1) for each in bound
            )
    return False


def _values_of(name: str, function: ast.FunctionDef) -> Iterator[ast.expr | None]:
    """What a name is bound to in a function, one of what a loop goes over; None for what cannot be told."""
    for part in ast.walk(function):
        match part:
            case ast.arg(arg=own) if own == name:
                yield None
            case ast.Assign() if given := given_to(name, part):
                yield from given
            case ast.Assign(targets=targets):
                if any(name in set(bound_names(each)) for each in targets):
                    yield None
            case ast.AugAssign(target=ast.Name(id=own), value=value) if own == name:
                yield value
            case ast.For(target=ast.Name(id=own), iter=iterated) if own == name:
                yield ast.Constant(0) if _is_listed(iterated, function) else None
            case ast.For(target=target) if name in bound_names(target):
                yield None


def _is_listed(iterated: ast.expr, function: ast.FunctionDef) -> bool:
    """True for values that are written down or counted: the thresholds that are tried."""
    match iterated:
        case ast.List() | ast.Tuple():
            return True
        case ast.Call(func=called):
            return last_name(called) in MAKING
        case ast.Name(id=name):
            bound = list(_values_of(name, function))
            return bool(bound) and all(
                each is not None and _is_listed(each, function) for each in bound
            )
    return False
