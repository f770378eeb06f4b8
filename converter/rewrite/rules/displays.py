"""What cells display is printed, or evaluated without being shown, as the user chose."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from converter.rewrite.blocks import blocks_of, removed
from converter.rewrite.body import Body
from converter.syntax.charts import shown_charts
from converter.syntax.media import inner_value
from converter.syntax.references import references
from converter.syntax.text import Edit
from converter.syntax.tokens import closing

CODE = "RW106"
KEEPS = ["x = 1\n", "f(x)\n", "x = HTML(y)\n", "display(HTML(fit(x)), raw=False)\n"]
CHANGES = [
    ("for x in y:\n    display(fit(x))\n", "for x in y:\n    fit(x)\n"),
    ("if x:\n    display(a, b())\n", "if x:\n    _ = (a, b())\n"),
    ("if x:\n    display()\n", "if x:\n    pass\n"),
    ("if x:\n    display(HTML(fit(x)))\n", "if x:\n    fit(x)\n"),
    ("HTML(fit(x))\n", "fit(x)\n"),
    ("for x in y:\n    z(x)\n    display(x)  # look\n", "for x in y:\n    z(x)\n"),
    ("def g(x):\n    display(x.head())\n    return x\n", "def g(x):\n    return x\n"),
    ("def g(x):\n    display(x)\n", "def g(x):\n    pass\n"),
]


def edits(body: Body) -> Iterator[Edit]:
    """`show(...)` around a displayed expression; `display(x)` becomes `x` when nothing is shown.

    Where nothing is shown, a display goes that does nothing else, and with it what `x` is wrapped in.
    """
    if body.decisions.prints:
        yield from _shown(body)
        return
    if not _USES.search(body.text) and not body.decisions.media:
        return
    yield from left_out(body)
    walked = list(ast.walk(body.tree))
    idle = {id(walked[place]) for place in body.statement.idle}
    saved = {id(shown.call) for shown in shown_charts(body.tree, body.decisions.charts)}
    called = {id(use.call): use.call for use in references(body.tree, frozenset({"display"}))}
    for part in walked:
        if not isinstance(part, ast.Expr) or id(part) in idle or id(part.value) in saved:
            continue
        call = called.get(id(part.value))
        if isinstance(call, ast.Call) and not call.keywords:
            yield from _without_display(call, body)
        elif inner_value(part.value, body.decisions.media) is not part.value:
            yield from _only(inner_value(part.value, body.decisions.media), part.value, body)


_USES = re.compile(r"\bdisplay\b")


def left_out(body: Body) -> Iterator[Edit]:
    """Displays in blocks that do nothing else go; no other rule need look at these."""
    if not body.statement.idle or body.decisions.prints:
        return
    walked = list(ast.walk(body.tree))
    idle = {id(walked[place]) for place in body.statement.idle}
    for block in (block for part in walked for block in blocks_of(part)):
        going = [each for each in block if id(each) in idle]
        for each in going:
            yield _gone(each, body, passes=going == block and each is block[0])


def _gone(statement: ast.stmt, body: Body, *, passes: bool) -> Edit:
    """The edit that takes a display out, with what is said of it on its line."""
    edit = removed(statement, body, passes=passes)
    stop = body.text.find("\n", edit.end)
    rest = body.text[edit.end : stop if stop >= 0 else None]
    if not rest.strip().startswith("#"):
        return edit
    begin = body.text.rfind("\n", 0, edit.start) + 1
    if passes or body.text[begin : edit.start].strip():
        return Edit(edit.start, edit.end + len(rest), "pass")
    return Edit(begin - 1, edit.end + len(rest), "")


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
    elif len(call.args) == 1:
        yield from _only(inner_value(call.args[0], body.decisions.media), call, body)
    else:
        yield Edit(start, body.offsets.start(call.args[0]), "_ = (")
        yield Edit(body.offsets.end(call.args[-1]), end, ")")


def _only(inner: ast.expr, whole: ast.expr, body: Body) -> Iterator[Edit]:
    """What stands around `inner` goes; a value that is no call is bound to no name."""
    opening = "" if isinstance(inner, ast.Call | ast.Await) else "_ = "
    yield Edit(body.offsets.start(whole), body.offsets.start(inner), opening)
    yield Edit(body.offsets.end(inner), body.offsets.end(whole), "")
