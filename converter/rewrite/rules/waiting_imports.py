"""An import that has to wait brings along nothing that stands at the top of the module already."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.rewrite.body import Body
from converter.syntax.text import Edit

CODE = "RW110"
KEEPS = ["import numpy\n", "x = 1\n", "import sys\n"]
CHANGES = [
    ("import sys, mine\n", "import mine\n"),
    ("from os import (\n    path,\n    mine as m,\n)\n", "from os import mine as m\n"),
]


def edits(body: Body) -> Iterator[Edit]:
    """`import sys, mine` becomes `import mine`: two imports of `sys` would make it local here."""
    node = body.tree
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return
    waiting = [alias for alias in node.names if _bound(alias) not in body.decisions.early]
    if not waiting or len(waiting) == len(node.names):
        return
    start, end = body.offsets.start(node), body.offsets.end(node)
    names = ", ".join(ast.unparse(alias) for alias in waiting)
    if isinstance(node, ast.ImportFrom):
        source = "." * node.level + (node.module or "")
        text = f"from {source} import {names}"
    else:
        text = f"import {names}"
    yield Edit(start, end, text)


def _bound(alias: ast.alias) -> str:
    return alias.asname or alias.name.split(".")[0]
