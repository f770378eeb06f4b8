"""What calling each function, class and method of the notebook does, callees before callers."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from converter.analyse.arguments import Summary
from converter.analyse.callees import Callees
from converter.analyse.evaluation import FUNCTIONS, Evaluation
from converter.analyse.roots import NOTHING, Roots, surely, union
from converter.analyse.sharing import Sharing
from converter.syntax.references import local_names
from converter.syntax.scopes import all_arguments


def summaries_of(
    statements: Iterable[ast.stmt], callees: Callees
) -> tuple[dict[str, Summary], dict[str, tuple[Summary, ...]]]:
    """Summaries of the notebook's functions (and classes, by name) and of its methods, by name.

    Callees are read before callers as often as it takes for nothing to change.
    """
    statements = list(statements)
    definitions = [n for n in statements if isinstance(n, FUNCTIONS)]
    classes = [n for n in statements if isinstance(n, ast.ClassDef)]
    inner = [(c, m) for c in classes for m in c.body if isinstance(m, FUNCTIONS)]
    functions = {node.name: _empty(node) for node in definitions}
    methods: dict[str, tuple[Summary, ...]] = {method.name: () for _, method in inner}
    while True:
        known = dict(functions)
        for node in classes:
            known[node.name] = _constructor(node, methods)
        new = {n.name: _summary(n, callees, known, methods) for n in definitions}
        read: dict[str, tuple[Summary, ...]] = {}
        for _, method in inner:
            one = _summary(method, callees, known, methods)
            read[method.name] = (*read.get(method.name, ()), one)
        if new == functions and read == methods:
            return known, methods
        functions, methods = new, read


def _empty(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Summary:
    arguments = node.args
    positional = [each.arg for each in [*arguments.posonlyargs, *arguments.args]]
    others = {each.arg for each in all_arguments(arguments)} - set(positional)
    return Summary(tuple(positional), frozenset(others))


def _summary(
    node: ast.FunctionDef | ast.AsyncFunctionDef,
    callees: Callees,
    functions: Mapping[str, Summary],
    methods: Mapping[str, tuple[Summary, ...]],
) -> Summary:
    empty = _empty(node)
    parameters = frozenset(empty.parameters) | empty.rest
    local = local_names(node)
    reading = Evaluation(callees, {k: v for k, v in functions.items() if k not in local}, methods)
    for statement in node.body:
        reading.statement(statement)
        for part in ast.walk(statement):
            if part is not node and isinstance(part, FUNCTIONS):
                for inner in part.body:  # an inner function may be called here
                    reading.statement(inner)
    sharing = Sharing(reading.bindings, reading.puts)
    found = reading.changed | reading.shallow | reading.result
    outer = parameters | (found.may - local)
    changed = sharing.closed(reading.changed, reading.shallow)
    result = sharing.closed(reading.result)
    outside = parameters | {name for name in (changed.may | result.may) if name not in local}
    return Summary(
        empty.parameters, empty.rest, changed.only(outside | outer), result.only(outside | outer)
    )


def _constructor(node: ast.ClassDef, methods: Mapping[str, tuple[Summary, ...]]) -> Summary:
    """Calling a class: the instance may hold every argument."""
    makers = methods.get("__init__", ())
    for method in node.body:
        if isinstance(method, FUNCTIONS) and method.name == "__init__":
            empty = _empty(method)
            own = empty.parameters[1:]
            held = surely([*own, *empty.rest])
            changed = union(each.changed for each in makers if each.parameters == empty.parameters)
            instance = frozenset(empty.parameters[:1])
            changed = Roots(changed.known - instance, changed.may - instance)
            return Summary(own, empty.rest, changed, held)
    return Summary((), frozenset({"*"}), NOTHING, surely(["*"]))
