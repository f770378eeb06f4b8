"""Calls that see or change the namespace itself, whatever names are in it."""

from __future__ import annotations

import ast

from converter.syntax.names import names_of

NAMESPACE = frozenset({"globals", "locals", "vars", "dir"})


def reflection_in(node: ast.stmt) -> str:
    """`globals()`, `exec()` or the like, where `node` calls it on the notebook's namespace, or ""."""
    bound = names_of(node).binds
    for part in ast.walk(node):
        match part:
            case ast.Call(func=ast.Name(id=name), args=[], keywords=[]) if name in NAMESPACE:
                if name not in bound:
                    return f"{name}()"
            case ast.Call(func=ast.Name(id="exec" | "eval" as name), args=[first]):
                if not isinstance(first, ast.Constant):
                    return f"{name}() with computed code"
                if name == "exec":
                    return "exec()"
    return ""
