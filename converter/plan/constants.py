"""Assignments of literals that nothing binds again or changes: they can be constants of a module.

So can loggers, and patterns that are written down.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from converter.model.dataflow import Statement

FIXED = frozenset({("logging", "getLogger"), ("re", "compile")})
PLAIN = (ast.Constant, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.UnaryOp, ast.BinOp)


def literal_constants(statements: Iterable[Statement]) -> Mapping[str, int]:
    """Names that one statement binds, to a literal, and that nothing changes: its order."""
    statements = tuple(statements)
    binders: dict[str, list[Statement]] = {}
    changed: set[str] = set()
    for each in statements:
        changed |= each.touches | each.mutates
        for name in each.binds | each.deletes | each.assigns_late:
            binders.setdefault(name, []).append(each)
    found: dict[str, int] = {}
    for name, (first, *others) in binders.items():
        early = any(name in each.reads for each in statements if each.order < first.order)
        if others or early or name not in first.surely:
            continue
        match first.node:
            case ast.Assign(targets=[ast.Name()], value=value):
                if _is_fixed(value) or (name not in changed and is_literal(value)):
                    found[name] = first.order
    return found


def is_literal(node: ast.expr) -> bool:
    """True for numbers, texts, and collections of them; `60 * 60` is one too."""
    parts = [part for part in ast.walk(node) if isinstance(part, ast.expr)]
    return all(isinstance(part, PLAIN) for part in parts)


def _is_fixed(node: ast.expr) -> bool:
    """True for `logging.getLogger("churn")` and `re.compile(r"\\d+")`: one object, whenever and however often."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr=name), args=args):
            known = (module, name) in FIXED
            return (
                known and all(is_literal(a) or _is_own_name(a) for a in args) and not node.keywords
            )
    return False


def _is_own_name(node: ast.expr) -> bool:
    """True for `__name__`, by which a logger is called: its module's name does as well."""
    return isinstance(node, ast.Name) and node.id == "__name__"
