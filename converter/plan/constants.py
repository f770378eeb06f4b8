"""Assignments of literals that nothing binds again or changes: they can be constants of a module."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from converter.model.dataflow import Statement

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
        if others or early or name in changed or name not in first.surely:
            continue
        match first.node:
            case ast.Assign(targets=[ast.Name()], value=value) if is_literal(value):
                found[name] = first.order
    return found


def is_literal(node: ast.expr) -> bool:
    """True for numbers, texts, and collections of them; `60 * 60` is one too."""
    parts = [part for part in ast.walk(node) if isinstance(part, ast.expr)]
    return all(isinstance(part, PLAIN) for part in parts)
