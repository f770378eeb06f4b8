"""Decorators of a notebook that pass on what they are given: `wrapper(*args, **kwargs)` calls `f(*args, **kwargs)`.

A function behind one can gain arguments: they reach it, and the decorator does not look at them.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from converter.model.dataflow import Statement
from converter.syntax.dotted import last_name

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
UNGRADED = frozenset({"torch.inference_mode()", "torch.no_grad()", "torch.no_grad"})


def passes_on(
    node: ast.FunctionDef | ast.AsyncFunctionDef, definitions: Mapping[str, Statement]
) -> bool:
    """True where all decorators of a function are of the notebook, and pass arguments on; or torch's, which do."""
    return all(
        ast.unparse(each) in UNGRADED
        or isinstance(each, ast.Name)
        and each.id in definitions
        and _is_passing(definitions[each.id].node)
        for each in node.decorator_list
    )


def _is_passing(decorator: ast.stmt) -> bool:
    """True for a function of one function that returns one with `*args, **kwargs` which only calls it."""
    if not isinstance(decorator, ast.FunctionDef) or decorator.decorator_list:
        return False
    given = decorator.args
    if len(given.args) != 1 or given.vararg or given.kwarg or given.kwonlyargs or given.posonlyargs:
        return False
    inner = [part for part in ast.walk(decorator) if isinstance(part, FUNCTIONS)][1:]
    if len(inner) != 1 or not isinstance(inner[0], ast.FunctionDef):
        return False
    wrapper = inner[0]
    returned = [part for part in decorator.body if isinstance(part, ast.Return)]
    match returned:
        case [ast.Return(value=ast.Name(id=name))] if name == wrapper.name:
            return _only_calls(wrapper, given.args[0].arg)
    return False


def _only_calls(wrapper: ast.FunctionDef, function: str) -> bool:
    """True where what the wrapper is given is read by nothing but calls of the function, with all of it."""
    own = wrapper.args
    if any(not _names_alike(each) for each in wrapper.decorator_list):
        return False
    if own.vararg is None or own.kwarg is None or own.args or own.kwonlyargs or own.posonlyargs:
        return False
    args, words = own.vararg.arg, own.kwarg.arg
    calls = [
        part
        for part in ast.walk(wrapper)
        if isinstance(part, ast.Call)
        and isinstance(part.func, ast.Name)
        and part.func.id == function
    ]
    whole = f"{function}(*{args}, **{words})"
    reads = [
        part
        for part in ast.walk(wrapper)
        if isinstance(part, ast.Name) and part.id in (args, words)
    ]
    return (
        bool(calls) and all(ast.unparse(c) == whole for c in calls) and len(reads) == 2 * len(calls)
    )


def _names_alike(decorator: ast.expr) -> bool:
    """True for `functools.wraps(f)`, which only gives the wrapper the function's name."""
    return isinstance(decorator, ast.Call) and last_name(decorator.func) == "wraps"
