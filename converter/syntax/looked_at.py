"""Calls whose answers a notebook merely looks at, and whether somebody asks by them: no data is explored."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from converter.syntax.dotted import last_name
from converter.syntax.scopes import bound_names

WRITTEN = (ast.Constant, ast.List, ast.Tuple, ast.Dict)
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
MAKERS = ("DataFrame", "Series", "array")
KEEPING = (ast.Assign, ast.AnnAssign, ast.AugAssign)


def looked_at(nodes: Sequence[ast.stmt]) -> Iterator[ast.Call]:
    """Calls whose values only expressions of their own see: `print(f(3))`, `f(3).head()`, `x = f(3); x`."""
    parts = [part for each in nodes if not isinstance(each, DEFINITIONS) for part in ast.walk(each)]
    kept = {
        inner.id
        for part in parts
        if isinstance(part, KEEPING) and part.value is not None
        for inner in ast.walk(part.value)
        if isinstance(inner, ast.Name)
    }
    for part in parts:
        match part:
            case ast.Expr(value=value):
                yield from _calls_in(value)
            case ast.Assign(targets=[ast.Name() | ast.Tuple() as target], value=value):
                if not kept & set(bound_names(target)):
                    yield from _calls_in(value)


def bound_to(nodes: Sequence[ast.stmt]) -> dict[str, ast.expr | None]:
    """What each name is bound to last; None for names of loops."""
    found: dict[str, ast.expr | None] = {}
    for each in nodes:
        for part in ast.walk(each):
            match part:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    found[name] = value
                case ast.For(target=target) | ast.comprehension(target=target):
                    found |= dict.fromkeys(bound_names(target))
    return found


def _calls_in(value: ast.expr) -> Iterator[ast.Call]:
    return (part for part in ast.walk(value) if isinstance(part, ast.Call))


def is_asked(call: ast.Call, made: Mapping[str, ast.expr | None]) -> bool:
    """True where each argument is what somebody asks about, not data: `made` is what names are bound to."""
    given = (*call.args, *(word.value for word in call.keywords))
    return all(_is_question(each, made) for each in given)


def _is_question(value: ast.expr, made: Mapping[str, ast.expr | None]) -> bool:
    """True for what is written down, a frame of it, one thing of the data, or what a loop goes through."""
    match value:
        case ast.Name(id=name):
            bound = made.get(name)
            return name in made and (bound is None or _is_question(bound, {}))
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):  # not a mask's `~`
            return isinstance(operand, ast.Constant)
        case ast.Subscript(slice=ast.Constant(value=int()) | ast.UnaryOp(op=ast.USub())):
            return True
        case ast.Call(func=function, args=[first, *_]):
            return last_name(function) in MAKERS and _is_question(first, made)
    return isinstance(value, WRITTEN)
