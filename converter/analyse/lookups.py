"""Where code only looks an environment variable up: it changes nothing that later code sees."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.syntax.dotted import dotted_name

ENVIRONMENTS = ("os.environ", "environ")
# Methods of the mapping that leave it as it is.
READING = frozenset({"copy", "get", "items", "keys", "values"})


def looked_up(node: ast.AST) -> frozenset[int]:
    """The nodes of names in `node` that stand for the environment, or its method, in a look-up."""
    return frozenset(
        id(part)
        for name in _lookups(node)
        for part in ast.walk(name)
        if isinstance(part, ast.Attribute | ast.Name)
    )


def _lookups(node: ast.AST) -> Iterator[ast.expr]:
    for part in ast.walk(node):
        match part:
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[environment]):
                name = environment
            case ast.Subscript(value=environment, ctx=ast.Load()):
                name = environment
            case ast.Call(func=ast.Attribute(value=environment, attr=method) as name) if (
                method in READING
            ):
                pass
            case _:
                continue
        if dotted_name(environment) in ENVIRONMENTS:
            yield name
