"""What runs when a definition is made: headers, class bodies, and functions that these may call."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.syntax.dotted import last_name
from converter.syntax.names import names_of
from converter.syntax.references import free_names

# Calls in a class body that keep the functions they are given and do not call them.
KEEPING = frozenset("property staticmethod classmethod cached_property field partialmethod".split())
MADE = (ast.Lambda, ast.GeneratorExp)


def read_while_defining(node: ast.stmt) -> frozenset[str]:
    """Names that functions made by the definition read, where making it may call them already."""
    return frozenset(name for part in _called(node) for name in free_names(part))


def base_classes(node: ast.stmt) -> frozenset[str]:
    """Names that a class merely inherits from: making it calls none of their methods."""
    if not isinstance(node, ast.ClassDef):
        return frozenset()
    others = [*node.decorator_list, *node.keywords, *node.body]
    used = {part.id for each in others for part in ast.walk(each) if isinstance(part, ast.Name)}
    return frozenset(base.id for base in node.bases if isinstance(base, ast.Name)) - used


def kept_by_header(node: ast.stmt) -> frozenset[str]:
    """Names that lambdas in decorators and defaults read when they are called."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return frozenset()
    inner = [part for whole in _header(node) for part in ast.walk(whole)]
    return frozenset(name for part in inner if isinstance(part, MADE) for name in free_names(part))


def _called(node: ast.stmt) -> Iterator[ast.AST]:
    """Functions and lambdas in `node` that may be called while it is made."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from _handed_over(_header(node))
        case ast.ClassDef():
            yield from _of_class(node)


def _of_class(node: ast.ClassDef) -> Iterator[ast.AST]:
    functions = [f for f in node.body if isinstance(f, ast.FunctionDef | ast.AsyncFunctionDef)]
    own = {function.name: function for function in functions}
    statements = [each for each in node.body if each not in functions]
    run: list[ast.expr] = [*node.decorator_list, *(word.value for word in node.keywords)]
    for each in statements:
        if isinstance(each, ast.ClassDef):
            yield from _of_class(each)
        else:
            run += [part for part in ast.iter_child_nodes(each) if isinstance(part, ast.expr)]
            run += [part for part in ast.walk(each) if isinstance(part, ast.Call)]
    for function in functions:
        run += _header(function)
        # A method that decorates is called with what it decorates.
        for decorator in function.decorator_list:
            if isinstance(decorator, ast.Name) and decorator.id in own:
                yield own[decorator.id]
    yield from _handed_over(run)
    calls = [part for each in run for part in ast.walk(each) if isinstance(part, ast.Call)]
    named = {part.id for call in calls for part in ast.walk(call) if isinstance(part, ast.Name)}
    kept = {
        argument.id
        for call in calls
        if last_name(call.func) in KEEPING
        for argument in [*call.args, *(word.value for word in call.keywords)]
        if isinstance(argument, ast.Name)
    }
    bound = names_of(*node.body).binds
    if named & bound - kept:
        # One of its own names is called or handed to a call: it may be any of its functions.
        yield from functions


def _header(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.expr]:
    return [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]


def _handed_over(expressions: list[ast.expr]) -> Iterator[ast.AST]:
    """Lambdas and generators inside calls of `expressions`, but for calls that only keep them."""
    for whole in expressions:
        for part in ast.walk(whole):
            if isinstance(part, ast.Call) and last_name(part.func) not in KEEPING:
                yield from (inner for inner in ast.walk(part) if isinstance(inner, MADE))
