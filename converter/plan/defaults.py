"""Runtime values that a function's defaults take: they become arguments of every call.

A default is evaluated once, where the function is defined. Where it is a plain name that is never
bound again, `def f(x, k=K)` may as well be told `k=K` by those who call it without.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from converter.model.dataflow import Statement

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def named_defaults(node: ast.AST) -> dict[str, str]:
    """Parameter -> name, for parameters whose default is a plain name."""
    if not isinstance(node, FUNCTIONS):
        return {}
    return {argument.arg: name for argument, name in _pairs(node.args)}


def default_values(
    statement: Statement, static: frozenset[str], fixed: Mapping[str, int]
) -> dict[str, str]:
    """The defaults of a function that calls can give instead: parameter -> runtime value.

    `fixed` are values that nothing binds again, with the order of the statement that binds each. A
    default that other parameters' positions depend on is left alone.
    """
    node = statement.node
    if not isinstance(node, FUNCTIONS) or node.decorator_list:
        return {}
    wanted = {
        parameter: name
        for parameter, name in named_defaults(node).items()
        if name not in static and fixed.get(name, statement.order) < statement.order
    }
    header = [*node.args.defaults, *(each for each in node.args.kw_defaults if each)]
    others = [each for each in header if not isinstance(each, ast.Name)]
    used = {part.id for each in others for part in ast.walk(each) if isinstance(part, ast.Name)}
    if used & set(wanted.values()) or not _can_lose(node.args, frozenset(wanted)):
        return {}
    return wanted


def fixed_values(statements: tuple[Statement, ...], given: frozenset[str]) -> dict[str, int]:
    """Names that are bound once and for all, with the order of the statement that binds each."""
    binders: dict[str, list[Statement]] = {}
    for each in statements:
        for name in each.binds | each.deletes | each.assigns_late:
            binders.setdefault(name, []).append(each)
    found = dict.fromkeys(given - binders.keys(), -1)
    for name, (first, *others) in binders.items():
        if not others and name in first.surely and name not in given:
            found[name] = first.order
    return found


def passes(call: ast.Call, node: ast.AST, parameter: str) -> bool:
    """True when `call` of the function `node` gives `parameter` a value itself."""
    if any(word.arg == parameter for word in call.keywords):
        return True
    if not isinstance(node, FUNCTIONS):
        return False
    positional = [each.arg for each in [*node.args.posonlyargs, *node.args.args]]
    return parameter in positional[: len(call.args)]


def is_spread(call: ast.Call) -> bool:
    """True for `f(*xs)` and `f(**o)`, which may give any parameter."""
    return any(isinstance(each, ast.Starred) for each in call.args) or any(
        word.arg is None for word in call.keywords
    )


def _pairs(arguments: ast.arguments) -> list[tuple[ast.arg, str]]:
    positional = [*arguments.posonlyargs, *arguments.args]
    tail = positional[len(positional) - len(arguments.defaults) :]
    pairs = [*zip(tail, arguments.defaults, strict=True)]
    pairs += [
        (argument, default)
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if default is not None
    ]
    return [(argument, value.id) for argument, value in pairs if isinstance(value, ast.Name)]


def _can_lose(arguments: ast.arguments, parameters: frozenset[str]) -> bool:
    """True when the parameters may stand without a default where they are."""
    positional = [*arguments.posonlyargs, *arguments.args]
    tail = positional[len(positional) - len(arguments.defaults) :]
    kept = False
    for argument in tail:
        if argument.arg not in parameters:
            kept = True
        elif kept or argument in arguments.posonlyargs:
            return False
    return True
