"""Rows that are written down in the notebook: to try a model, not the data that it is for."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from converter.model.dataflow import Statement
from converter.rewrite.serving.sources import texts_written

COMPUTING = (ast.Call, ast.ListComp, ast.GeneratorExp)


def is_sample(statement: Statement, statements: Sequence[Statement]) -> bool:
    """True for a frame or an array of literals, texts, or of names that are bound to such before."""
    match statement.node:
        case ast.Assign(value=ast.List() as value):
            return texts_written(value) > 0
        case ast.Assign(value=ast.Call(args=[first, *_]) as call):
            inner = [part for part in ast.walk(call) if part is not call]
            if any(isinstance(part, COMPUTING) for part in inner):
                return False
            return _is_written(first, statement.order, statements)
    return False


def _is_written(node: ast.expr, order: int, statements: Sequence[Statement]) -> bool:
    """True for a literal dict or list, whose parts may be names of such."""
    match node:
        case ast.Name(id=name):
            found = [s for s in statements if s.order < order and name in s.binds]
            binder = found[-1].node if found else None
            value = binder.value if isinstance(binder, ast.Assign) else None
            if not isinstance(value, ast.Dict | ast.List | ast.Tuple):
                return False
            computed = any(isinstance(part, (*COMPUTING, ast.Name)) for part in ast.walk(value))
            return len(found) == 1 and not computed
        case ast.Dict() | ast.List():
            return True
    return False
