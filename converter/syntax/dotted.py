"""The ends of expressions like `a.b(c)[d].e`: where they begin, and what their last name is."""

from __future__ import annotations

import ast


def last_name(node: ast.expr) -> str:
    """`f` for `f` and `a.b.f`, else an empty string."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def dotted_name(node: ast.AST) -> str:
    """`os.path` for that expression, "" for one that is more than names."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            whole = dotted_name(value)
            return f"{whole}.{attr}" if whole else ""
    return ""


def root_name(node: ast.expr) -> str:
    """`a` for `a.b(c)[d].e`, else an empty string."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
