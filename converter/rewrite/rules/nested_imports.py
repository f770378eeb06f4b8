"""Imports of standard modules inside blocks: they stand at the top of the module already."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.rewrite.blocks import removals
from converter.rewrite.body import Body
from converter.syntax.text import Edit

CODE = "RW109"
KEEPS = ["import os\n", "if x:\n    import numpy\n", "def g():\n    import os\n    return os\n"]
CHANGES = [
    ("for x in y:\n    import os\n    os.getcwd()\n", "for x in y:\n    os.getcwd()\n"),
    ("if x:\n    import os\n", "if x:\n    pass\n"),
    ("if x:\n    import os\n    import os\n", "if x:\n    pass\n"),
]


def edits(body: Body) -> Iterator[Edit]:
    """`import os` in a block goes, or becomes `pass` where nothing else is left."""
    if not body.decisions.hoisted or "import" not in body.text:
        return
    yield from removals(body, lambda each: _is_hoisted(each, body.decisions.hoisted))


def _is_hoisted(statement: ast.stmt, hoisted: frozenset[str]) -> bool:
    return isinstance(statement, ast.Import) and all(
        f"import {alias.name}" in hoisted and not alias.asname for alias in statement.names
    )
