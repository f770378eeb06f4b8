"""`__name__ == "__main__"` is true in a notebook: what it guards runs, unguarded.

A logger may be called by its own module instead, unless the notebook's output shows how it is called.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.rewrite.body import Body
from converter.syntax.references import references
from converter.syntax.text import Edit, string_interior

CODE = "RW105"
KEEPS = ['x = "__name__"\n', "log = logging.getLogger(__name__)\n"]
CHANGES = [
    (
        'if __name__ == "__main__":\n    go()\n    s = """a\n    b"""\n',
        'go()\ns = """a\n    b"""\n',
    ),
    ('if __name__ == "__main__": go()\n', "go()\n"),
    ("if '__main__' == __name__ and x:\n    go()\n", "if True and x:\n    go()\n"),
    ('if __name__ != "__main__":\n    go()\n', "if False:\n    go()\n"),
    ("print(__name__)\n", 'print("__main__")\n'),
]


def edits(body: Body) -> Iterator[Edit]:
    """A bare guard is taken off; elsewhere the comparison becomes what it is in a notebook."""
    if "__name__" not in body.text:
        return
    node = body.tree
    guard = node if isinstance(node, ast.If) and _verdict(node.test) and not node.orelse else None
    if guard is not None:
        yield from _unwrapped(guard, body)
    decided: set[int] = set()
    for part in ast.walk(node):
        verdict = _verdict(part)
        if verdict is not None and isinstance(part, ast.expr):
            decided.update(id(inner) for inner in ast.walk(part))
            if guard is None or part is not guard.test:
                yield Edit(body.offsets.start(part), body.offsets.end(part), str(verdict))
    for use in references(node, frozenset({"__name__"})):
        logger = use.receiver == "getLogger" and not body.decisions.logs_to_output
        if id(use.node) not in decided and not logger:
            start, end = body.offsets.start(use.node), body.offsets.end(use.node)
            yield Edit(start, end, '"__main__"')


def _verdict(node: ast.AST) -> bool | None:
    """What a comparison of `__name__` with "__main__" gives in a notebook; None for others."""
    match node:
        case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq() as operator], comparators=[right]):
            if {_meaning(left), _meaning(right)} == {"name", "main"}:
                return isinstance(operator, ast.Eq)
    return None


def _meaning(node: ast.expr) -> str:
    match node:
        case ast.Name(id="__name__"):
            return "name"
        case ast.Constant(value="__main__"):
            return "main"
    return ""


def _unwrapped(guard: ast.If, body: Body) -> Iterator[Edit]:
    """The guard's line goes; the lines below move to the left."""
    first = guard.body[0]
    start = body.offsets.start(guard)
    header_end = guard.test.end_lineno or guard.test.lineno
    if first.lineno == header_end:
        yield Edit(start, body.offsets.start(first), "")
        return
    lines = body.text.split("\n")
    yield Edit(start, body.offsets.at(header_end + 1, 0), "")
    inside = string_interior(body.text)
    for number in range(header_end + 1, len(lines) + 1):
        line = lines[number - 1]
        width = min(len(line) - len(line.lstrip(" \t")), first.col_offset)
        if number not in inside and width:
            begin = body.offsets.at(number, 0)
            yield Edit(begin, begin + width, "")
