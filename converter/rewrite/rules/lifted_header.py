"""A lifted function gains its runtime values as keyword-only parameters."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.rewrite.body import Body
from converter.syntax.scopes import all_arguments
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
    ("def d(x, t=k):\n    return t\n", "def d(x, t):\n    return t\n"),
    ("def d(x, *, t: int = k):\n    return t\n", "def d(x, *, t: int):\n    return t\n"),
    ("def f(x, *, y):\n    return k\n", "def f(x, *, y, k):\n    return k\n"),
]


def edits(body: Body) -> Iterator[Edit]:
    """`def f(x):` becomes `def f(x, *, k):`, and `def f(x, t=k)` becomes `def f(x, t):`."""
    node = body.tree
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    arguments = node.args
    wanted = [name for _, name in body.decisions.lifted.get(node.name, ())]
    present = {argument.arg for argument in all_arguments(arguments)}
    yield from _without_defaults(arguments, frozenset(wanted) & present, body)
    names = ", ".join(name for name in wanted if name not in present)
    if names:
        yield from _with_parameters(node, names, body)


def _without_defaults(
    arguments: ast.arguments, names: frozenset[str], body: Body
) -> Iterator[Edit]:
    positional = [*arguments.posonlyargs, *arguments.args]
    tail = positional[len(positional) - len(arguments.defaults) :]
    pairs = [*zip(tail, arguments.defaults, strict=True)]
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        pairs += [(argument, default)] if default is not None else []
    for argument, default in pairs:
        if argument.arg in names:
            yield Edit(body.offsets.end(argument), body.offsets.end(default), "")


def _with_parameters(
    node: ast.FunctionDef | ast.AsyncFunctionDef, names: str, body: Body
) -> Iterator[Edit]:
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
