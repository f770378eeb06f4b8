"""`x: int` binds nothing in a notebook; in a function it would make `x` a local without a value."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.rewrite.blocks import removals
from converter.rewrite.body import Body
from converter.syntax.text import Edit

CODE = "RW111"
KEEPS = ["x: int = 1\n", "def g():\n    x: int\n    return 1\n", "if y:\n    x: int = 1\n"]
CHANGES = [
    ("if y:\n    x: int\n    f(x)\n", "if y:\n    f(x)\n"),
    ("if y:\n    x: int\n", "if y:\n    pass\n"),
]


def edits(body: Body) -> Iterator[Edit]:
    """Annotations without a value go from blocks; at top level the plan drops them."""
    if body.decisions.literal:
        return  # the rule for one namespace takes all annotations off
    yield from removals(body, _is_bare)


def _is_bare(statement: ast.stmt) -> bool:
    match statement:
        case ast.AnnAssign(target=ast.Name(), value=None):
            return True
    return False
