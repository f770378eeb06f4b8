"""A lifted function gains its runtime values as keyword-only parameters."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.rewrite.body import Body
from converter.syntax.text import Edit
from converter.syntax.tokens import before, closing

CODE = "RW102"
KEEPS = ["def g(x):\n    return x\n"]
CHANGES = [
    ("def f():\n    return k\n", "def f(*, k):\n    return k\n"),
    ("def f(x):\n    return k\n", "def f(x, *, k):\n    return k\n"),
    ("def f(x=(1,), ):\n    return k\n", "def f(x=(1,),  *, k):\n    return k\n"),
    ("def f(x=(1 + 2)):\n    return k\n", "def f(x=(1 + 2), *, k):\n    return k\n"),
    ("def f(x, /):\n    return k\n", "def f(x, /, *, k):\n    return k\n"),
    ("def f(*xs, **o):\n    return k\n", "def f(*xs, k, **o):\n    return k\n"),
    ("def f(x, *, y):\n    return k\n", "def f(x, *, y, k):\n    return k\n"),
]


def edits(body: Body) -> Iterator[Edit]:
    """`def f(x):` becomes `def f(x, *, k):`."""
    node = body.tree
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    pairs = body.decisions.lifted.get(node.name, ())
    if not pairs:
        return
    names = ", ".join(name for _, name in pairs)
    arguments = node.args
    starred = arguments.vararg is not None or bool(arguments.kwonlyargs)
    words = names if starred else f"*, {names}"
    if arguments.kwarg is not None:
        place = body.text.rindex("**", 0, body.offsets.start(arguments.kwarg))
        yield Edit(place, place, f"{words}, ")
        return
    name_at = next(
        start
        for start, _, text in body.tokens
        if text == node.name and start >= body.offsets.at(node.lineno, node.col_offset)
    )
    _, close = closing(body.tokens, name_at)
    last = before(body.tokens, close)
    separator = {"(": "", ",": " "}.get(last, ", ")
    yield Edit(close, close, separator + words)
