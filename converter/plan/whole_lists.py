"""Arguments that are one list each: `suggest(["bread", "beer"])` is asked about a basket, not about two rows."""

from __future__ import annotations

import ast

from converter.syntax.scopes import all_arguments

# Methods and functions that ask whether something is in what they are given.
ASKING = frozenset("""
    difference frozenset intersection isdisjoint isin issubset issuperset set symmetric_difference union
    """.split())


def whole_lists(node: ast.stmt) -> list[str]:
    """The parameters of a function in which it looks up whether something is among them."""
    if not isinstance(node, ast.FunctionDef):
        return []
    found: set[str] = set()
    for part in ast.walk(node):
        match part:
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[ast.Name(id=name)]):
                found.add(name)
            case ast.Call(func=ast.Attribute(attr=called), args=[ast.Name(id=name)]) | ast.Call(
                func=ast.Name(id=called), args=[ast.Name(id=name)]
            ) if (called in ASKING):
                found.add(name)
    bound = {
        part.id
        for part in ast.walk(node)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }
    return [each.arg for each in all_arguments(node.args) if each.arg in found - bound]
