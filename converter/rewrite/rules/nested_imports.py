"""Imports of standard modules inside blocks: they stand at the top of the module already."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.rewrite.body import Body
from converter.syntax.text import Edit

CODE = "RW109"
KEEPS = ["import os\n", "if x:\n    import numpy\n", "def g():\n    import os\n    return os\n"]
CHANGES = [
    ("for x in y:\n    import os\n    os.getcwd()\n", "for x in y:\n    os.getcwd()\n"),
    ("if x:\n    import os\n", "if x:\n    pass\n"),
]


def edits(body: Body) -> Iterator[Edit]:
    """`import os` in a block goes, or becomes `pass` where nothing else is left."""
    if not body.decisions.hoisted or "import" not in body.text:
        return
    yield from _edits(body.tree, body)


def _edits(node: ast.AST, body: Body) -> Iterator[Edit]:
    for block in _blocks(node):
        for statement in block:
            if _is_hoisted(statement, body.decisions.hoisted):
                yield _removed(statement, len(block) == 1, body)
            elif not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield from _edits(statement, body)


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return
    for field in ("body", "orelse", "finalbody"):
        block = getattr(node, field, None)
        if isinstance(block, list) and block:
            yield block
    for part in [*getattr(node, "handlers", []), *getattr(node, "cases", [])]:
        yield part.body


def _is_hoisted(statement: ast.stmt, hoisted: frozenset[str]) -> bool:
    return isinstance(statement, ast.Import) and all(
        f"import {alias.name}" in hoisted and not alias.asname for alias in statement.names
    )


def _removed(statement: ast.stmt, alone: bool, body: Body) -> Edit:
    start, end = body.offsets.start(statement), body.offsets.end(statement)
    if alone:
        return Edit(start, end, "pass")
    begin = body.text.rfind("\n", 0, start) + 1
    stop = body.text.find("\n", end)
    whole_line = not body.text[begin:start].strip() and not body.text[end:stop].strip()
    return Edit(begin, stop + 1, "") if whole_line and stop >= 0 else Edit(start, end, "pass")
