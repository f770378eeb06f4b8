"""Decorators that keep what a function answered, and can be told to forget it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.syntax.dotted import last_name

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
CACHES = frozenset({"cache", "lru_cache"})


def is_cache(decorator: ast.expr) -> bool:
    """True for `@lru_cache`, `@functools.lru_cache(maxsize=None)`, `@cache`."""
    return last_name(decorator.func if isinstance(decorator, ast.Call) else decorator) in CACHES


def cached_names(node: ast.AST) -> Iterator[str]:
    """`f` for a function with a cache, `C.f` for such a method of a class."""
    match node:
        case ast.FunctionDef(name=name, decorator_list=decorators):
            if any(is_cache(each) for each in decorators):
                yield name
        case ast.ClassDef(name=name, body=body):
            for inner in body:
                if isinstance(inner, FUNCTIONS):
                    yield from (f"{name}.{each}" for each in cached_names(inner))
