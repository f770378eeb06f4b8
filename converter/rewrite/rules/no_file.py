"""A notebook has no `__file__`: what asks for it goes on as in the notebook, although a module has one."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.rewrite.body import Body
from converter.syntax.references import references
from converter.syntax.text import Edit

CODE = "RW114"
ABSENT = "__notebook_file__"
KEEPS = [
    "where = numpy.__file__\n",
    'has = hasattr(numpy, "__file__")\n',
    "def named(__file__):\n    return __file__\n",
    'print("__file__")\n',
    'told = "__file__" in names\n',
]
CHANGES = [
    (
        "try:\n    here = Path(__file__).parent\nexcept NameError:\n    here = Path.cwd()\n",
        "try:\n    here = Path(__notebook_file__).parent\nexcept NameError:\n    here = Path.cwd()\n",
    ),
    ('script = "__file__" in globals()\n', 'script = "__notebook_file__" in globals()\n'),
    ("script = '__file__' not in dir()\n", "script = '__notebook_file__' not in dir()\n"),
    ('path = globals().get("__file__")\n', 'path = globals().get("__notebook_file__")\n'),
]


def edits(body: Body) -> Iterator[Edit]:
    """Reads of the name, and questions for it to the namespace, name what nothing binds."""
    if "__file__" not in body.text or body.decisions.has_file:
        return
    for use in references(body.tree, frozenset({"__file__"})):
        if isinstance(use.node.ctx, ast.Load):
            yield Edit(body.offsets.start(use.node), body.offsets.end(use.node), ABSENT)
    for part in ast.walk(body.tree):
        match part:
            case ast.Compare(left=word, ops=[ast.In() | ast.NotIn()], comparators=[space]):
                yield from _asked(word, space, body)
            case ast.Call(func=ast.Attribute(value=space, attr="get"), args=[word, *_]):
                yield from _asked(word, space, body)
            case ast.Subscript(value=space, slice=word):
                yield from _asked(word, space, body)


def _asked(word: ast.expr, space: ast.expr, body: Body) -> Iterator[Edit]:
    match word, space:
        case (
            ast.Constant(value="__file__"),
            ast.Call(func=ast.Name(id="globals" | "locals" | "vars" | "dir"), args=[]),
        ):
            start, end = body.offsets.start(word), body.offsets.end(word)
            yield Edit(start, end, body.text[start:end].replace("__file__", ABSENT))
