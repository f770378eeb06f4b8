"""Columns that become the index of a frame: requests need not have them.

What reads the index of a frame is certain rows of training, or begins with the rows (`expressions.py`).
"""

from __future__ import annotations

import ast

from converter.rewrite.serving.parts import quoted
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name


def without_index(node: ast.Call, frame: ast.expr, work: Work) -> None:
    """Nothing; `df.set_index("id")` is served without that column, unless it becomes one again."""
    match node:
        case ast.Call(args=[first], keywords=[]) if column := work.tracer.text_of(first):
            if not _comes_back(work):
                text = f'{work.served(frame)}.drop(columns={quoted(column)}, errors="ignore")'
                work.replace(node, text)


def _comes_back(work: Work) -> bool:
    return any(
        isinstance(part, ast.Call) and last_name(part.func) == "reset_index"
        for statement in work.tracer.statements
        for part in ast.walk(statement.node)
    )
