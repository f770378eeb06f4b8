"""What functions of sklearn.datasets return: data, target, images and more under names of their own."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeGuard

from converter.syntax.dotted import last_name

if TYPE_CHECKING:
    from converter.rewrite.serving.tracing import Tracer


def reads_data(name: str) -> bool:
    """True for names of functions that read or make data."""
    return name.startswith(("read_", "load_", "fetch_", "make_", "scan_")) and not name.startswith(
        ("make_pipeline", "make_column", "make_union", "make_scorer")
    )


def of_bunch(value: ast.expr, tracer: Tracer) -> bool:
    """True for the data of what `load_iris` returned: `iris.data`, `iris["data"]`, its `frame`.

    Of images, rather what makes a row of each: `digits.images.reshape((n, -1))`.
    """
    match value:
        case ast.Call(
            func=ast.Attribute(value=ast.Attribute(value=owner, attr="images"), attr="reshape")
        ):
            pass
        case ast.Attribute(value=owner, attr="data" | "frame" | "images"):
            pass
        case ast.Subscript(value=owner, slice=ast.Constant(value="data" | "frame")):
            pass
        case _:
            return False
    match owner:
        case ast.Call(func=function):
            return reads_data(last_name(function))
        case ast.Name(id=name):
            return name in bunches_of(tracer)
    return False


def tells_names(node: ast.AST, tracer: Tracer) -> TypeGuard[ast.expr]:
    """True for the names of classes among what `load_iris` returned: `iris.target_names`, `iris["target_names"]`."""
    match node:
        case ast.Attribute(value=ast.Name(id=name), attr="target_names"):
            return name in bunches_of(tracer)
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value="target_names")):
            return name in bunches_of(tracer)
    return False


def bunches_of(tracer: Tracer) -> frozenset[str]:
    """Names bound to what a function of sklearn.datasets returns: data, target and more."""
    found: set[str] = set()
    for statement in tracer.statements:
        match statement.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=function) as call):
                plain = not any(word.arg == "return_X_y" for word in call.keywords)
                if plain and last_name(function).startswith(("load_", "fetch_")):
                    found.add(name)
    read = {
        part.value.id
        for statement in tracer.statements
        for part in ast.walk(statement.node)
        if isinstance(part, ast.Attribute | ast.Subscript)
        and isinstance(part.value, ast.Name)
        and _names_a_part(part)
    }
    return frozenset(found & read)


def _names_a_part(node: ast.Attribute | ast.Subscript) -> bool:
    match node:
        case ast.Attribute(attr=attr):
            return attr in ("data", "frame", "images", "target")
        case ast.Subscript(slice=ast.Constant(value=key)):
            return key == "data"
    return False
