"""A value that lives in the module of the functions that assign it is reached through that module."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.rewrite.body import Body
from converter.syntax.references import occurrences
from converter.syntax.text import Edit

CODE = "RW112"
KEEPS = ["if y:\n    n: int\n", "def g():\n    n = 1\n    return n\n", "x.n = 1\n", "x = 1\n"]
CHANGES = [
    ("n += f(n)\n", "shared.n += f(shared.n)\n"),
    ("for n in xs:\n    g(lambda: n)\n", "for shared.n in xs:\n    g(lambda: shared.n)\n"),
    ("del n\n", "del shared.n\n"),
]


def edits(body: Body) -> Iterator[Edit]:
    """`n` becomes `shared.n` in stages; the definitions that share it stand beside it."""
    decisions = body.decisions
    if not decisions.kept or body.statement.order in decisions.sharing:
        return
    bare = {
        id(part.target)
        for part in ast.walk(body.tree)
        if isinstance(part, ast.AnnAssign) and part.value is None
    }
    for node in occurrences(body.tree, decisions.kept):
        if id(node) not in bare:  # an annotation alone goes as a whole
            start = body.offsets.start(node)
            yield Edit(start, start, f"{decisions.shared}.")
