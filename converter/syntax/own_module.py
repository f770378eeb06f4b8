"""Places where code names the module `__main__`, which in a notebook is the notebook itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_SETUP = re.compile(r"\b(?:from|import)\s+__main__\b")
TIMERS = frozenset({"timeit", "repeat", "Timer"})


def own_module_in(node: ast.stmt) -> str:
    """What names `__main__` in `node` as the module it is in a notebook, or ""."""
    return next((what for what, _ in own_module_places(node)), "")


def own_module_places(node: ast.AST) -> Iterator[tuple[str, ast.stmt | ast.expr]]:
    """(what it is, node) for imports of `__main__`, `sys.modules["__main__"]` and setups of timeit."""
    for part in ast.walk(node):
        match part:
            case ast.Import(names=names) if any(each.name == "__main__" for each in names):
                yield "an import of __main__", part
            case ast.ImportFrom(module="__main__", level=0):
                yield "an import from __main__", part
            case ast.Subscript(
                value=ast.Attribute(attr="modules"), slice=ast.Constant(value="__main__") as word
            ):
                yield 'sys.modules["__main__"]', word
            case ast.Call() if _called(part) in TIMERS:
                values = [*part.args, *(keyword.value for keyword in part.keywords)]
                for value in values:
                    yield from ((f"a setup of {_called(part)}()", text) for text in _setups(value))


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _setups(value: ast.expr) -> Iterator[ast.expr]:
    """`value`, if it is a text, plain or formatted, that imports `__main__`; parts of sums and choices too."""
    match value:
        case ast.Constant(value=str(text)) if _SETUP.search(text):
            yield value
        case ast.JoinedStr(values=parts):
            if any(isinstance(p, ast.Constant) and _SETUP.search(str(p.value)) for p in parts):
                yield value
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            yield from _setups(one)
            yield from _setups(other)
