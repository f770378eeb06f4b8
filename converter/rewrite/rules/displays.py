"""What cells display is printed, or evaluated without being shown, as the user chose."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.rewrite.body import Body
from converter.syntax.references import references
from converter.syntax.text import Edit
from converter.syntax.tokens import closing

CODE = "RW106"
KEEPS = ["x = 1\n", "f(x)\n"]
CHANGES = [
    ("for x in y:\n    display(fit(x))\n", "for x in y:\n    fit(x)\n"),
    ("if x:\n    display(a, b())\n", "if x:\n    _ = (a, b())\n"),
    ("if x:\n    display()\n", "if x:\n    pass\n"),
]


def edits(body: Body) -> Iterator[Edit]:
    """`show(...)` around a displayed expression; `display(x)` becomes `x` when nothing is shown."""
    if body.decisions.prints:
        yield from _shown(body)
        return
    called = {id(use.call): use.call for use in references(body.tree, frozenset({"display"}))}
    for part in ast.walk(body.tree):
        if isinstance(part, ast.Expr) and id(part.value) in called:
            call = called[id(part.value)]
            if isinstance(call, ast.Call) and not call.keywords:
                yield from _without_display(call, body)


def _shown(body: Body) -> Iterator[Edit]:
    node = body.tree
    if not body.statement.displayed or not isinstance(node, ast.Expr):
        return
    if isinstance(node.value, ast.Call) and _is_mute(node.value, body):
        return
    start, end = body.offsets.start(node), body.offsets.end(node)
    show = body.decisions.show
    is_tuple = isinstance(node.value, ast.Tuple)
    if _is_enclosed(body, start, end):
        opening, close = (f"{show}(", ")") if is_tuple else (show, "")
    else:
        opening, close = (f"{show}((", "))") if is_tuple else (f"{show}(", ")")
    yield Edit(start, start, opening)
    yield Edit(end, end, close)


def _is_mute(call: ast.Call, body: Body) -> bool:
    """True for calls that show something themselves and return None."""
    called = ast.unparse(call.func)
    owner, _, name = called.rpartition(".")
    return called in {"display", "print"} or (name == "show" and owner in body.decisions.pyplot)


def _is_enclosed(body: Body, start: int, end: int) -> bool:
    """True when one pair of parentheses holds the whole expression."""
    return body.text[start] == "(" and closing(body.tokens, start)[1] == end - 1


def _without_display(call: ast.Call, body: Body) -> Iterator[Edit]:
    """`display(` and `)` go; what stands between stays in place, for other rules to edit."""
    start, end = body.offsets.start(call), body.offsets.end(call)
    if not call.args:
        yield Edit(start, end, "pass")
        return
    first, last = body.offsets.start(call.args[0]), body.offsets.end(call.args[-1])
    alone = len(call.args) == 1
    opening = "" if alone and isinstance(call.args[0], ast.Call) else "_ = "
    yield Edit(start, first, opening if alone else f"{opening}(")
    yield Edit(last, end, "" if alone else ")")
