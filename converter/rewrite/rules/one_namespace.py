"""In code that works on module globals, reflection means these globals, as in the notebook."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.rewrite.body import Body
from converter.syntax.references import references
from converter.syntax.text import Edit

CODE = "RW107"
KEEPS = ["def f():\n    return locals()\n", "exec(code, {})\n"]
CHANGES = [
    ("x = locals()\n", "x = globals()\n"),
    ("exec(code)\n", "exec(code, globals())\n"),
    ("from math import *\n", 'exec("from math import *", globals())\n'),
    ("b: int = 3\n", "b = 3\n"),
    ("if x:\n    b: int\n", "if x:\n    pass\n"),
]
NAMESPACE = frozenset({"locals", "vars", "exec", "eval", "dir"})


def edits(body: Body) -> Iterator[Edit]:
    """`locals()` becomes `globals()`, `exec(code)` gets them, `import *` is done into them."""
    if not body.decisions.literal:
        return
    for part in ast.walk(body.tree):
        if isinstance(part, ast.ImportFrom) and any(alias.name == "*" for alias in part.names):
            start, end = body.offsets.start(part), body.offsets.end(part)
            module = "." * part.level + (part.module or "")
            yield Edit(start, end, f'exec("from {module} import *", globals())')
    for declared in _annotated(body.tree):
        yield from _without_annotation(declared, body)
    for use in references(body.tree, NAMESPACE):
        if use.call is None or use.deferred or use.call.keywords:
            continue
        name, count = use.node.id, len(use.call.args)
        start, end = body.offsets.start(use.call), body.offsets.end(use.call)
        if name in ("locals", "vars") and not count:
            yield Edit(start, end, "globals()")
        elif name == "dir" and not count:
            yield Edit(start, end, "sorted(globals())")
        elif name in ("exec", "eval") and count == 1:
            yield Edit(end - 1, end - 1, ", globals()")


def _annotated(node: ast.AST) -> Iterator[ast.AnnAssign]:
    """Annotated assignments to plain names at module level: a `global` name may have none."""
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
        return
    for child in ast.iter_child_nodes(node):
        yield from _annotated(child)


def _without_annotation(node: ast.AnnAssign, body: Body) -> Iterator[Edit]:
    if node.value is None:
        yield Edit(body.offsets.start(node), body.offsets.end(node), "pass")
        return
    end = body.offsets.end(node.target)
    equals = next(
        a for a, _, text in body.tokens if text == "=" and a >= body.offsets.end(node.annotation)
    )
    yield Edit(end, equals, " ")
