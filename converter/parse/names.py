"""Names that a tree binds anywhere, functions' own included: what an interpolation may read."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def bound_anywhere(tree: ast.AST) -> frozenset[str]:
    """Every name that some scope of `tree` binds."""
    return frozenset(name for node in ast.walk(tree) for name in _bound(node))


def _bound(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.arg(arg=name):
            yield name
        case ast.alias(name=name, asname=None):
            yield name.split(".")[0]
        case ast.alias(asname=str(name)):
            yield name
        case ast.ExceptHandler(name=str(name)):
            yield name


def read_anywhere(tree: ast.AST) -> frozenset[str]:
    """Every name that some scope of `tree` reads."""
    return frozenset(
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    )
