"""Where log lines end: on standard error, which is the program's own affair, or in what it gives."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from converter.model.dataflow import Statement

CALLS = frozenset({"StreamHandler", "basicConfig"})
WORDS = frozenset({"ext://sys.stdout"})


def logs_to_output(statements: Iterable[Statement]) -> bool:
    """True when log lines may end on standard output or in a file, as results do."""
    statements = tuple(statements)
    return any("logging" in each.text for each in statements) and any(
        _shows(part) for each in statements for part in ast.walk(each.node)
    )


def _shows(node: ast.AST) -> bool:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) if name.endswith("FileHandler"):
            return True
        case ast.Constant(value=str(text)):
            return text in WORDS or text.endswith("FileHandler")
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in CALLS:
            streams = list(node.args[:1]) if name == "StreamHandler" else []
            streams += [word.value for word in node.keywords if word.arg in ("stream", "filename")]
            return not all(map(_is_standard_error, streams))
    return False


def _is_standard_error(value: ast.expr) -> bool:
    """False for `sys.stdout`, file names, and buffers that the notebook may look into."""
    match value:
        case ast.Attribute(attr="stderr") | ast.Name(id="stderr") | ast.Constant(value=None):
            return True
    return False
