"""Runtime values are passed where a lifted function is called or handed on."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.rewrite.body import Body
from converter.syntax.references import Reference, references
from converter.syntax.text import Edit
from converter.syntax.tokens import before, tokens_of

CODE = "RW101"
KEEPS = ["x = clean", "clean(df)\n"]
CHANGES = [
    ("x = f(1)\n", "x = f(1, k=k)\n"),
    ("x = f()\n", "x = f(k=k)\n"),
    ("x = f(1,)\n", "x = f(1, k=k)\n"),
    ("x = f(i for i in y)\n", "x = f((i for i in y), k=k)\n"),
    ("x = d(1)\n", "x = d(1, t=k)\n"),
    ("x = d(1, 2)\n", "x = d(1, 2)\n"),
    ("x = d(1, t=2)\n", "x = d(1, t=2)\n"),
    ("x = df.apply(f)\n", "x = df.apply(functools.partial(f, k=k))\n"),
]


def edits(body: Body) -> Iterator[Edit]:
    """`f(x)` becomes `f(x, k=k)`; `apply(f)` hands on a `functools.partial` of it."""
    lifted = body.decisions.lifted
    own = dict(lifted.get(getattr(body.tree, "name", ""), ()))
    for use in references(body.tree, frozenset(lifted)):
        given = _given(use, body.decisions.positional.get(use.node.id, ()))
        words = ", ".join(
            f"{name}={own.get(value, value)}"
            for value, name in lifted[use.node.id]
            if name not in given
        )
        if words:
            yield from _edits_of(use, words, body)


def _given(use: Reference, positional: tuple[str, ...]) -> set[str]:
    """Parameters that the call gives a value itself."""
    if use.call is None:
        return set()
    names = {word.arg for word in use.call.keywords if word.arg}
    return names | set(positional[: len(use.call.args)])


def _edits_of(use: Reference, words: str, body: Body) -> Iterator[Edit]:
    if use.call is None:
        start, end = body.offsets.start(use.node), body.offsets.end(use.node)
        yield Edit(start, start, "functools.partial(")
        yield Edit(end, end, f", {words})")
        return
    close = body.offsets.end(use.call) - 1
    arguments: list[ast.expr] = [*use.call.args, *(word.value for word in use.call.keywords)]
    if not arguments:
        yield Edit(close, close, words)
        return
    if len(arguments) == 1 and _is_bare_generator(use.call, body):
        opening = body.offsets.start(arguments[0])
        yield Edit(opening, opening, "(")
        yield Edit(close, close, f"), {words}")
        return
    begin = body.offsets.start(use.call)  # tokens do not look into older f-strings
    tokens = tokens_of(body.text[begin : close + 1])
    separator = " " if before(tokens, close - begin) == "," else ", "
    yield Edit(close, close, f"{separator}{words}")


def _is_bare_generator(call: ast.Call, body: Body) -> bool:
    """True for `f(x for x in y)`, whose only parentheses are the call's."""
    if call.keywords or not isinstance(call.args[0], ast.GeneratorExp):
        return False
    # The bare generator's own span is that of the call's parentheses.
    return body.offsets.end(call.args[0]) == body.offsets.end(call)
