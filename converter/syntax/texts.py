"""The texts that stand in code."""

from __future__ import annotations

import ast
from collections.abc import Iterable


def texts_in(nodes: Iterable[ast.AST]) -> tuple[str, ...]:
    """Each string literal below `nodes` once, in alphabetical order."""
    found = {
        part.value
        for node in nodes
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }
    return tuple(sorted(found))
