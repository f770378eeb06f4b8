"""Which names a statement binds, reads now, reads late and deletes.

"Now" is while the statement runs; "late" is when a function, lambda or generator that it made
runs afterwards. A name counts as read now only where the statement has not surely bound it before.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from converter.syntax.control import (
    EAGER,
    SWALLOWING,
    TRIES,
    Names,
    called_name,
    catches_a_name_error,
    leaves,
)
from converter.syntax.scopes import all_arguments, bound_names, scope_of


def names_of(*statements: ast.stmt) -> Names:
    """The names of `statements` run in order at module level."""
    names = Names()
    _block(statements, names)
    return names


def _block(body: Iterable[ast.stmt], names: Names) -> None:
    for statement in body:
        _statement(statement, names)


def _bind(names: Names, bound: Iterable[str]) -> None:
    for name in bound:
        names.binds.add(name)
        names.sure.add(name)


def _target(target: ast.AST, names: Names) -> None:
    """Evaluate the parts of an assignment target, then bind its names."""
    match target:
        case ast.Name(id=name):
            _bind(names, [name])
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                _target(part, names)
        case ast.Starred(value=inner):
            _target(inner, names)
        case _:
            _expression(target, names)


def _branches(bodies: Iterable[Iterable[ast.stmt]], names: Names) -> None:
    """Run alternatives from the same start; sure is what every one that goes on has bound."""
    before = set(names.sure)
    results: list[set[str]] = []
    for body in bodies:
        body = list(body)
        names.sure = set(before)
        _block(body, names)
        if not leaves(body):
            results.append(names.sure)
    names.sure = set.intersection(*results) if results else before


def _statement(node: ast.stmt, names: Names) -> None:
    match node:
        case ast.Assign(targets=targets, value=value):
            _expression(value, names)
            for target in targets:
                _target(target, names)
        case ast.AugAssign(target=target, value=value):
            if isinstance(target, ast.Name):
                _read(target.id, names)
            _expression(value, names)
            _target(target, names)
        case ast.AnnAssign(target=target, annotation=annotation, value=assigned):
            _expression(annotation, names)
            if assigned is not None:
                _expression(assigned, names)
                _target(target, names)
        case ast.For() | ast.AsyncFor():
            _expression(node.iter, names)
            _loop(node, names)
        case ast.While(test=test):
            _expression(test, names)
            _loop(node, names)
        case ast.If(test=test, body=body, orelse=orelse):
            _expression(test, names)
            _branches([body, orelse], names)
        case ast.With() | ast.AsyncWith():
            _with(node, names)
        case ast.Match(subject=subject, cases=cases):
            _expression(subject, names)
            _match(cases, names)
        case ast.Import(names=aliases):
            _bind(names, (alias.asname or alias.name.split(".")[0] for alias in aliases))
        case ast.ImportFrom(module="__future__"):
            pass  # a statement to the compiler
        case ast.ImportFrom(names=aliases):
            _bind(names, (a.asname or a.name for a in aliases if a.name != "*"))
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            function_header(node, names)
            _late(node, names)
            _bind(names, [node.name])
        case ast.ClassDef():
            _class(node, names)
        case ast.Delete(targets=targets):
            for target in targets:
                _delete(target, names)
        case ast.Global() | ast.Nonlocal() | ast.Pass() | ast.Break() | ast.Continue():
            pass
        case _ if isinstance(node, TRIES):
            _try(node, names)  # type: ignore[arg-type]
        case _:
            for child in ast.iter_child_nodes(node):
                _expression(child, names)


def _loop(node: ast.For | ast.AsyncFor | ast.While, names: Names) -> None:
    before = set(names.sure)
    if not isinstance(node, ast.While):
        _target(node.target, names)
    _block(node.body, names)
    names.sure = set(before)
    _block(node.orelse, names)
    names.sure = before


def _with(node: ast.With | ast.AsyncWith, names: Names) -> None:
    before = set(names.sure)
    swallows = False
    for item in node.items:
        _expression(item.context_expr, names)
        swallows = swallows or called_name(item.context_expr) in SWALLOWING
        if item.optional_vars is not None:
            _target(item.optional_vars, names)
    _block(node.body, names)
    if swallows:
        names.sure = before


def _match(cases: list[ast.match_case], names: Names) -> None:
    before = set(names.sure)
    results: list[set[str]] = []
    for case in cases:
        names.sure = set(before)
        for part in ast.walk(case.pattern):
            bound = getattr(part, "name", None) or getattr(part, "rest", None)
            if isinstance(bound, str):
                _bind(names, [bound])
            if isinstance(part, ast.MatchValue):
                _expression(part.value, names)
            if isinstance(part, ast.MatchClass):
                _expression(part.cls, names)
        if case.guard is not None:
            _expression(case.guard, names)
        _block(case.body, names)
        if not leaves(case.body):
            results.append(names.sure)
    last = cases[-1]
    complete = isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None
    exhaustive = complete and last.guard is None and results
    names.sure = set.intersection(*results) if exhaustive else before


def _try(node: ast.Try, names: Names) -> None:
    before = set(names.sure)
    catches = any(catches_a_name_error(handler) for handler in node.handlers)
    names.guarded += catches
    names.catches_name_error |= catches
    _block(node.body, names)
    names.guarded -= catches
    _block(node.orelse, names)
    ends = [] if leaves(node.orelse or node.body) else [names.sure]
    for handler in node.handlers:
        names.sure = set(before)
        if handler.type is not None:
            _expression(handler.type, names)
        if handler.name:
            _bind(names, [handler.name])
        _block(handler.body, names)
        if handler.name:  # Python unbinds it when the handler ends
            names.sure.discard(handler.name)
            names.deletes.add(handler.name)
        if not leaves(handler.body):
            ends.append(names.sure)
    names.sure = set.intersection(*ends) if ends else before
    _block(node.finalbody, names)


def _read(name: str, names: Names) -> None:
    if name not in names.sure and not names.guarded:
        names.reads.add(name)
    elif name not in names.sure:
        names.late.add(name)  # may be absent: wanted when it is there


def _delete(target: ast.AST, names: Names) -> None:
    match target:
        case ast.Name(id=name):
            _read(name, names)
            names.deletes.add(name)
            names.sure.discard(name)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                _delete(part, names)
        case _:
            _expression(target, names)


def function_header(node: ast.FunctionDef | ast.AsyncFunctionDef, names: Names) -> None:
    """Decorators, defaults and annotations: evaluated where the function is defined."""
    for decorator in node.decorator_list:
        _expression(decorator, names)
    argument_header(node.args, names)
    if node.returns is not None:
        _expression(node.returns, names)


def argument_header(arguments: ast.arguments, names: Names) -> None:
    for default in [*arguments.defaults, *arguments.kw_defaults]:
        if default is not None:
            _expression(default, names)
    for argument in all_arguments(arguments):
        if argument.annotation is not None:
            _expression(argument.annotation, names)


def _late(node: ast.AST, names: Names) -> None:
    scope = scope_of(node)
    names.late |= scope.free
    names.assigns_late |= scope.assigned_globals


def _class(node: ast.ClassDef, names: Names) -> None:
    for part in [*node.decorator_list, *node.bases, *(word.value for word in node.keywords)]:
        _expression(part, names)
    inner = names_of(*node.body)
    for name in inner.reads - names.sure:
        _read(name, names)
    names.late |= inner.late
    names.assigns_late |= inner.assigns_late
    _bind(names, [node.name])


def _expression(node: ast.AST, names: Names) -> None:
    match node:
        case ast.Name(id=name):
            _read(name, names)
        case ast.NamedExpr(target=target, value=value):
            _expression(value, names)
            _target(target, names)
        case ast.Lambda(args=arguments):
            argument_header(arguments, names)
            _late(node, names)
        case ast.BoolOp(values=[first, *rest]):
            _expression(first, names)
            _maybe(rest, names)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            _expression(test, names)
            _maybe([body], names)
            _maybe([orelse], names)
        case ast.Call(args=[ast.GeneratorExp() as generator]) if called_name(node) in EAGER:
            _expression(node.func, names)
            _comprehension(generator, names)
        case ast.GeneratorExp():
            _comprehension(node, names)
            scope = scope_of(node)
            names.late |= scope.free
        case ast.ListComp() | ast.SetComp() | ast.DictComp():
            _comprehension(node, names)
        case _:
            for child in ast.iter_child_nodes(node):
                _expression(child, names)


def _maybe(parts: Iterable[ast.AST], names: Names) -> None:
    """Parts that may not be evaluated: what they bind is not sure afterwards."""
    before = set(names.sure)
    for part in parts:
        _expression(part, names)
    names.sure = before


def _comprehension(
    node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, names: Names
) -> None:
    """A comprehension reads now; its targets are its own; a walrus in it binds outside."""
    _expression(node.generators[0].iter, names)
    scope = scope_of(node)
    for name in scope.free:
        _read(name, names)
    for part in ast.walk(node):
        if isinstance(part, ast.NamedExpr):
            names.binds.update(bound_names(part.target))
