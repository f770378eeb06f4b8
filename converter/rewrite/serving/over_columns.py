"""Loops over the names of a frame's columns, however they are told."""

from __future__ import annotations

import ast


def frame_looped(loop: ast.For, frame: str) -> ast.expr | None:
    """The frame whose columns' names a loop goes over: a loop over a frame is one; None for other loops.

    `frame` is the one that its rounds change: `for c in df: df[c] = ...` is about no list of values.
    """
    match loop.iter:
        case ast.Call(func=ast.Attribute(attr="select_dtypes")) | ast.Subscript(slice=ast.List()):
            return loop.iter
        case ast.Name(id=name) if name == frame:
            return loop.iter
        case ast.Call(func=ast.Attribute(value=ast.Name() as owner, attr="keys"), args=[]):
            return owner
        case ast.Call(func=ast.Attribute(value=ast.Name() as owner, attr="items"), args=[]):
            return owner if owner.id == frame and _only_names(loop) else None
    return None


def variable_of(loop: ast.For) -> str:
    """The name that a loop's rounds have their text by; "" where they have more."""
    match loop.target:
        case ast.Name(id=name):
            return name
        case ast.Tuple(elts=[ast.Name(id=name), ast.Name()]) if _only_names(loop):
            return name
    return ""


def _only_names(loop: ast.For) -> bool:
    """True for `for name, column in df.items()` whose rounds do not read the column itself."""
    match loop.target, loop.iter:
        case (
            ast.Tuple(elts=[ast.Name(), ast.Name(id=column)]),
            ast.Call(func=ast.Attribute(attr="items")),
        ):
            body = (part for each in loop.body for part in ast.walk(each))
            return not any(isinstance(part, ast.Name) and part.id == column for part in body)
    return False
