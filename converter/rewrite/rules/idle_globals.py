"""`global df` in a function that never assigns `df` says nothing; a lifted `df` is an argument."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.rewrite.blocks import blocks_of, removed
from converter.rewrite.body import Body
from converter.syntax.references import local_names
from converter.syntax.scopes import scope_of
from converter.syntax.text import Edit

Function = ast.FunctionDef | ast.AsyncFunctionDef

CODE = "RW113"
KEEPS = [
    "def g():\n    global m\n    m += 1\n",
    "def g():\n    m = 1\n    def h():\n        global m\n        return m\n    return h\n",
    "global m\n",
]
CHANGES = [
    ("def g():\n    global m\n    m.append(1)\n", "def g():\n    m.append(1)\n"),
    ("def g():\n    global m, o\n    o = m\n", "def g():\n    global o\n    o = m\n"),
    ("def g(): global m; return m\n", "def g(): pass; return m\n"),
    (
        "class A:\n    def g(self):\n        global m\n",
        "class A:\n    def g(self):\n        pass\n",
    ),
]


def edits(body: Body) -> Iterator[Edit]:
    """Names that a function declares global and only reads are taken out of the declaration."""
    if not body.decisions.literal and "global" in body.text:
        yield from _edits(body.tree, body, None, frozenset())


def _edits(
    node: ast.AST, body: Body, owner: Function | None, enclosing: frozenset[str]
) -> Iterator[Edit]:
    """The edits in `node`, of the function `owner` in functions that bind the names `enclosing`."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        enclosing |= local_names(owner) if owner else frozenset()
        owner = node
    for block in blocks_of(node) if owner else ():
        for statement in block:
            if isinstance(statement, ast.Global) and owner:
                yield from _shortened(statement, block, body, _needed(owner) | enclosing)
    for child in ast.iter_child_nodes(node):
        yield from _edits(child, body, owner, enclosing)


def _needed(owner: Function) -> frozenset[str]:
    """Names whose declaration in the function, or in one inside it, makes a difference."""
    return frozenset(scope_of(owner).assigned_globals)


def _shortened(
    statement: ast.Global, block: list[ast.stmt], body: Body, needed: frozenset[str]
) -> Iterator[Edit]:
    names = [name for name in statement.names if name in needed]
    if not names:
        yield removed(statement, body, passes=block == [statement])
    elif names != statement.names:
        start, end = body.offsets.start(statement), body.offsets.end(statement)
        yield Edit(start, end, f"global {', '.join(names)}")
