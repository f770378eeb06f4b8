"""`global x` at the top level of a notebook does nothing; in a function it would rebind a global."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.rewrite.body import Body
from converter.syntax.text import Edit

CODE = "RW108"
KEEPS = ["def g():\n    global n\n    n = 1\n", "x = 1\n"]
CHANGES = [
    ("global n\n", "pass\n"),
    ("if x:\n    global n, m\n    n = 1\n", "if x:\n    pass\n    n = 1\n"),
]


def edits(body: Body) -> Iterator[Edit]:
    """Top-level `global` statements become `pass`."""
    for node in _outer_globals(body.tree):
        yield Edit(body.offsets.start(node), body.offsets.end(node), "pass")


def _outer_globals(node: ast.AST) -> Iterator[ast.Global]:
    if isinstance(node, ast.Global):
        yield node
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
        return
    for child in ast.iter_child_nodes(node):
        yield from _outer_globals(child)
