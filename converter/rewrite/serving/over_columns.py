"""Loops over the names of a frame's columns, however they are told."""

from __future__ import annotations

import ast

from converter.rewrite.serving import rowwise
from converter.rewrite.serving.parts import base_of
from converter.syntax.dotted import last_name

ASKING = rowwise.ASKED | rowwise.FITTING | {"len", "score"}


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


def sets_of(loop: ast.For, frame: str) -> bool:
    """True where a round sets something of the frame, or calls a method of it."""
    for part in ast.walk(loop):
        match part:
            case ast.Subscript(ctx=ast.Store() | ast.Del()):
                if base_of(part) == frame:
                    return True
            case ast.Expr(value=ast.Call(func=ast.Attribute() as method)):
                if base_of(method) == frame:
                    return True
    return False


def only_asks(loop: ast.For, frame: str) -> bool:
    """True where rounds read parts of the frame, and fit or ask estimators with it."""
    for part in ast.walk(loop):
        for inner in ast.iter_child_nodes(part):
            if isinstance(inner, ast.Name) and inner.id == frame:
                asks = isinstance(part, ast.Call) and last_name(part.func) in ASKING
                if not (asks or isinstance(part, ast.Subscript | ast.Attribute)):
                    return False
    return True


def names_frame(node: ast.AST, frame: str) -> bool:
    """True where a statement says anything of the frame."""
    return any(isinstance(part, ast.Name) and part.id == frame for part in ast.walk(node))


def is_looped(name: ast.Name, loop: ast.For) -> bool:
    """True for what stands for one after another in the loop: it may be any object."""
    return any(part is name for part in ast.walk(loop.target))


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
