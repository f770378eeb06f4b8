"""Function-like scopes: which names they take from outside, and which globals they assign."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass
class Scope:
    """The free names of a function-like scope, of these the globals that it declares to be such,
    here or in a scope inside it, and the globals that it assigns."""

    free: set[str] = field(default_factory=set)
    declared_reads: set[str] = field(default_factory=set)
    assigned_globals: set[str] = field(default_factory=set)


def scope_of(node: ast.AST) -> Scope:
    """Names that `node` (function, lambda, comprehension) takes from outside when it runs."""
    scope = Scope()
    own: set[str] = set()
    declared: set[str] = set()
    outer: set[str] = set()
    loads: set[str] = set()
    stores: set[str] = set()
    for child in _inner_parts(node):
        _collect(child, own, declared, outer, loads, stores, scope)
    if isinstance(node, FUNCTIONS):
        own |= {argument.arg for argument in all_arguments(node.args)}
    local = (own | stores) - declared - outer
    scope.declared_reads |= declared & loads
    scope.assigned_globals |= declared & (stores | own)
    scope.free |= ((loads | outer) - local) | scope.declared_reads
    return scope


def _inner_parts(node: ast.AST) -> list[ast.AST]:
    """The parts of a scope that run inside it."""
    match node:
        case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body):
            return list(body)
        case ast.Lambda(body=expression):
            return [expression]
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            first, *rest = node.generators
            values = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
            return [*values, first.target, *first.ifs, *rest]
    return [node]


def _collect(
    node: ast.AST,
    own: set[str],
    declared: set[str],
    outer: set[str],
    loads: set[str],
    stores: set[str],
    scope: Scope,
) -> None:
    """Gather the names of one scope from `node`, descending into inner scopes by their free names."""
    # The two modules need each other: a scope holds statements, a statement makes scopes.
    from converter.syntax.control import Names
    from converter.syntax.names import argument_header, function_header, names_of

    def walk(part: ast.AST) -> None:
        match part:
            case ast.AugAssign(target=ast.Name(id=name)):
                loads.add(name)
                descend(part)
            case ast.Name(id=name, ctx=ast.Load()):
                loads.add(name)
            case ast.Name(id=name):
                stores.add(name)
            case ast.Global(names=names):
                declared.update(names)
            case ast.Nonlocal(names=names):
                outer.update(names)
            case ast.Import(names=aliases):
                stores.update(alias.asname or alias.name.split(".")[0] for alias in aliases)
            case ast.ImportFrom(names=aliases):
                stores.update(alias.asname or alias.name for alias in aliases)
            case ast.ExceptHandler(name=str(name)):
                stores.add(name)
                descend(part)
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                stores.add(name)
                descend(part)
            case ast.MatchMapping(rest=str(name)):
                stores.add(name)
                descend(part)
            case ast.ClassDef():
                stores.add(part.name)
                class_names = names_of(*part.body)
                loads.update(class_names.reads | class_names.late)
                scope.assigned_globals |= class_names.assigns_late
                for outside in [*part.decorator_list, *part.bases, *part.keywords]:
                    walk(outside)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                inner_scope(part)
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                loads.update(scope_of(part).free)
                walk(part.generators[0].iter)
                for inner in ast.walk(part):
                    if isinstance(inner, ast.NamedExpr):
                        stores.update(bound_names(inner.target))
            case _:
                descend(part)

    def descend(part: ast.AST) -> None:
        for child in ast.iter_child_nodes(part):
            walk(child)

    def inner_scope(part: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        inner = scope_of(part)
        loads.update(inner.free - inner.declared_reads)
        scope.declared_reads |= inner.declared_reads
        scope.assigned_globals |= inner.assigned_globals
        header = Names()
        if not isinstance(part, ast.Lambda):
            stores.add(part.name)
            function_header(part, header)
        else:
            argument_header(part.args, header)
        loads.update(header.reads | header.late)

    walk(node)


def all_arguments(arguments: ast.arguments) -> list[ast.arg]:
    """Every parameter of a function, `*args` and `**kwargs` included."""
    extra = [argument for argument in (arguments.vararg, arguments.kwarg) if argument is not None]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *extra]


def bound_names(target: ast.AST) -> Iterator[str]:
    """The plain names that assigning to `target` binds."""
    match target:
        case ast.Name(id=name):
            yield name
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from bound_names(part)
        case ast.Starred(value=inner):
            yield from bound_names(inner)


def returned_function(node: ast.FunctionDef) -> ast.FunctionDef | None:
    """The function that a function makes and returns, or None."""
    inner = {each.name: each for each in node.body if isinstance(each, ast.FunctionDef)}
    match node.body[-1]:
        case ast.Return(value=ast.Name(id=name)):
            return inner.get(name)
    return None
