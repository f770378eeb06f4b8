"""Where a name is used: called directly, or passed on as a value, and what hides other names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from converter.syntax.names import names_of
from converter.syntax.scopes import (
    COMPREHENSIONS,
    FUNCTIONS,
    all_arguments,
    bound_names,
    scope_of,
)


@dataclass(frozen=True)
class Reference:
    """One use of a global name. `call` is the call that it is the function of, if any.

    `hidden` are names that a scope around it (function, lambda, comprehension) binds itself, so
    that they do not mean the global there. `attribute` is True for `name.something`;
    `deferred` when it is inside a function or lambda, which runs later.
    """

    node: ast.Name
    call: ast.Call | None
    hidden: frozenset[str]
    attribute: bool
    deferred: bool
    passed: bool
    """It is an argument of a call."""
    receiver: str = ""
    """The last part of the name of the call that it is an argument of (`apply`)."""


def references(node: ast.AST, wanted: frozenset[str]) -> Iterator[Reference]:
    """Every use in `node` of the global names `wanted`, scopes respected."""
    yield from _walk(node, wanted, frozenset(), False, None)


def local_names(node: ast.AST) -> frozenset[str]:
    """Names that a function-like scope binds itself: parameters and assignments."""
    names: set[str] = set()
    if isinstance(node, FUNCTIONS):
        names |= {argument.arg for argument in all_arguments(node.args)}
        declared: set[str] = set()
        if not isinstance(node, ast.Lambda):
            names |= names_of(*node.body).binds
            for part in _own_parts(node):
                if isinstance(part, ast.Global | ast.Nonlocal):
                    declared |= set(part.names)
                if isinstance(part, ast.NamedExpr):
                    names |= set(bound_names(part.target))
        return frozenset(names - declared)
    if isinstance(node, COMPREHENSIONS):
        for generator in node.generators:
            names |= set(bound_names(generator.target))
    return frozenset(names)


def _own_parts(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes in a function that belong to it and not to a function or class inside it."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, (*FUNCTIONS, ast.ClassDef)):
            yield from _own_parts(child)


def _walk(
    node: ast.AST,
    wanted: frozenset[str],
    hidden: frozenset[str],
    deferred: bool,
    parent: ast.AST | None,
) -> Iterator[Reference]:
    if isinstance(node, ast.Name):
        if isinstance(node.ctx, ast.Load) and node.id in wanted - hidden:
            yield _reference(node, parent, hidden, deferred)
        return
    if isinstance(node, FUNCTIONS):
        yield from _walk_function(node, wanted, hidden, deferred)
        return
    if isinstance(node, ast.ClassDef):
        yield from _walk_class(node, wanted, hidden, deferred)
        return
    if isinstance(node, COMPREHENSIONS):
        first = node.generators[0]
        yield from _walk(first.iter, wanted, hidden, deferred, first)
        inner = hidden | local_names(node)
        later = deferred or (isinstance(node, ast.GeneratorExp) and not is_consumed(node, parent))
        for child in _inside(node):
            yield from _walk(child, wanted, inner, later, node)
        return
    for child in ast.iter_child_nodes(node):
        part = child.value if isinstance(child, ast.keyword) else child
        yield from _walk(part, wanted, hidden, deferred, node)


def is_consumed(node: ast.GeneratorExp, parent: ast.AST | None) -> bool:
    """True when the call that the generator is given to has run through it before it returns."""
    match parent:
        case ast.Call(func=ast.Call(func=function, keywords=keywords)) if node in parent.args:
            lazy = any(keyword.arg in ("return_as", None) for keyword in keywords)
            return not lazy and ast.unparse(function).split(".")[-1] == "Parallel"
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr="join" as name)):
            return node in parent.args and name in CONSUMERS
    return False


CONSUMERS = frozenset("all any dict frozenset join list max min set sorted sum tuple".split())


def _walk_function(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
    wanted: frozenset[str],
    hidden: frozenset[str],
    deferred: bool,
) -> Iterator[Reference]:
    header: list[ast.AST] = [
        default for default in [*node.args.defaults, *node.args.kw_defaults] if default is not None
    ]
    header += [arg.annotation for arg in all_arguments(node.args) if arg.annotation is not None]
    if not isinstance(node, ast.Lambda):
        header += [*node.decorator_list, *([node.returns] if node.returns else [])]
    for part in header:
        yield from _walk(part, wanted, hidden, deferred, node)
    body: list[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else list(node.body)
    for part in body:
        yield from _walk(part, wanted, hidden | local_names(node), True, node)


def _walk_class(
    node: ast.ClassDef, wanted: frozenset[str], hidden: frozenset[str], deferred: bool
) -> Iterator[Reference]:
    """A class body sees its own names; the functions in it do not."""
    for part in [*node.decorator_list, *node.bases, *(word.value for word in node.keywords)]:
        yield from _walk(part, wanted, hidden, deferred, node)
    own = hidden | names_of(*node.body).binds
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _walk_function(statement, wanted, hidden, deferred)
        else:
            yield from _walk(statement, wanted, own, deferred, node)


def _inside(node: ast.AST) -> list[ast.AST]:
    match node:
        case ast.DictComp(key=key, value=value, generators=[first, *rest]):
            return [key, value, *first.ifs, *rest]
        case ast.ListComp(elt=element, generators=[first, *rest]):
            return [element, *first.ifs, *rest]
        case ast.SetComp(elt=element, generators=[first, *rest]):
            return [element, *first.ifs, *rest]
        case ast.GeneratorExp(elt=element, generators=[first, *rest]):
            return [element, *first.ifs, *rest]
    return []


def _reference(
    node: ast.Name, parent: ast.AST | None, hidden: frozenset[str], deferred: bool
) -> Reference:
    call = parent if isinstance(parent, ast.Call) and parent.func is node else None
    passed = isinstance(parent, ast.Call) and parent.func is not node
    attribute = isinstance(parent, ast.Attribute)
    receiver = ""
    if passed and isinstance(parent, ast.Call):
        receiver = ast.unparse(parent.func).split(".")[-1]
    return Reference(node, call, hidden, attribute, deferred, passed, receiver)


def inner_locals(node: ast.AST) -> frozenset[str]:
    """Names that any function, lambda or comprehension inside `node` binds itself."""
    found: set[str] = set()
    for part in ast.walk(node):
        if part is not node and isinstance(part, FUNCTIONS + COMPREHENSIONS):
            found |= local_names(part)
    return frozenset(found)


def free_names(node: ast.AST) -> frozenset[str]:
    """Names a function, or the code of a class or statement, takes from outside."""
    if isinstance(node, FUNCTIONS):
        return frozenset(scope_of(node).free)
    names = names_of(node) if isinstance(node, ast.stmt) else scope_of(node)
    free = names.free if hasattr(names, "free") else names.reads | names.late
    return frozenset(free)


def occurrences(node: ast.AST, wanted: frozenset[str]) -> Iterator[ast.Name]:
    """Every name node, read or bound, that means one of the global names `wanted`."""
    yield from (use.node for use in references(node, wanted))
    yield from _stores(node, wanted)


def _stores(node: ast.AST, wanted: frozenset[str]) -> Iterator[ast.Name]:
    """Name nodes at module level that bind; those in functions bind the functions' own names."""
    if isinstance(node, ast.Name):
        if node.id in wanted and not isinstance(node.ctx, ast.Load):
            yield node
        return
    if isinstance(node, FUNCTIONS + COMPREHENSIONS) or isinstance(node, ast.ClassDef):
        return
    for child in ast.iter_child_nodes(node):
        yield from _stores(child, wanted)
