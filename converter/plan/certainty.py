"""What a statement is certain to read, and what a loop that runs is certain to bind.

Names that a loop binds count as bound: loops rarely run empty. That holds where the next reader is
certain to want them, for then the notebook does not run either; one that may do without must not
be given what is not there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from converter.syntax.control import SWALLOWING, TRIES, called_name, catches_a_name_error
from converter.syntax.names import names_of

SAME_LENGTH = frozenset({"enumerate", "list", "reversed", "set", "sorted", "tuple", "zip"})
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def surely_read(node: ast.stmt) -> frozenset[str]:
    """The names that `node` reads or deletes on every path, itself and not by what it calls."""
    return frozenset(_of_statement(node))


def bound_by_loop(node: ast.stmt) -> frozenset[str]:
    """The names that a loop over something that is surely not empty has bound when it is over."""
    filled = isinstance(node, ast.For | ast.AsyncFor) and _is_filled(node.iter)
    return bound_by_rounds(node) if filled else frozenset()


def bound_by_rounds(node: ast.stmt) -> frozenset[str]:
    """The names that a loop has bound when it is over, unless it was over nothing."""
    if not isinstance(node, ast.For | ast.AsyncFor):
        return frozenset()
    target = {part.id for part in ast.walk(node.target) if isinstance(part, ast.Name)}
    jumps = any(isinstance(part, ast.Break | ast.Continue) for part in ast.walk(node))
    return frozenset(target) if jumps else frozenset(target | names_of(*node.body).sure)


def _is_filled(node: ast.expr) -> bool:
    """True for collections written out, ranges of literals, and what is as long as these."""
    match node:
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            return any(not isinstance(part, ast.Starred) for part in parts)
        case ast.Dict(keys=keys):
            return any(key is not None for key in keys)
        case ast.Constant(value=str(text)):
            return bool(text)
        case ast.Call(func=ast.Name(id="range"), args=bounds, keywords=[]):
            values = [part.value for part in bounds if isinstance(part, ast.Constant)]
            whole = [value for value in values if type(value) is int]
            if len(whole) != len(bounds) or not 1 <= len(whole) <= 3 or whole[2:] == [0]:
                return False
            return len(range(*whole)) > 0
        case ast.Call(func=ast.Name(id=name), args=[_, *_] as parts) if name in SAME_LENGTH:
            return all(map(_is_filled, parts if name == "zip" else parts[:1]))
        case ast.Call(func=ast.Attribute(value=inner, attr="items" | "keys" | "values"), args=[]):
            return isinstance(inner, ast.Dict) and _is_filled(inner)
    return False


def _of_statement(node: ast.stmt) -> set[str]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return _of_all(node.decorator_list)
        case ast.If(test=first) | ast.While(test=first) | ast.Match(subject=first):
            return _of(first)
        case ast.For(iter=first) | ast.AsyncFor(iter=first):
            return _of(first)
        case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
            contexts = [item.context_expr for item in items]
            swallows = any(called_name(each) in SWALLOWING for each in contexts)
            return _of_all(contexts) | (set() if swallows else _of_block(body))
        case _ if isinstance(node, TRIES):
            caught = any(map(catches_a_name_error, node.handlers))  # type: ignore[attr-defined]
            return set() if caught else _of_block(node.body)  # type: ignore[attr-defined]
    return _of(node)


def _of_block(body: Iterable[ast.stmt]) -> set[str]:
    found: set[str] = set()
    for statement in body:
        found |= _of_statement(statement)
        if isinstance(statement, ast.Break | ast.Continue | ast.Raise | ast.Return):
            break
    return found


def _of_all(nodes: Iterable[ast.AST]) -> set[str]:
    return {name for node in nodes for name in _of(node)}


def _of(node: ast.AST) -> set[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Load() | ast.Del()):
            return {name}
        case ast.AugAssign(target=ast.Name(id=name), value=value):
            return {name} | _of(value)
        case ast.Lambda(args=arguments):
            return _of_all([*arguments.defaults, *(d for d in arguments.kw_defaults if d)])
        case ast.BoolOp(values=[first, *_]) | ast.IfExp(test=first):
            return _of(first)
        case ast.Compare(left=left, comparators=[right, *_]):
            return _of(left) | _of(right)
        case _ if isinstance(node, COMPREHENSIONS):
            return _of(node.generators[0].iter)
    return _of_all(ast.iter_child_nodes(node))
