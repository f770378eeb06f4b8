"""Columns that a frame gets of its earlier rows: `df["lag"] = df["sales"].shift(1)`, a mean of the last days.

One row cannot tell them: whoever asks sends them with it, as the notebook's own rows had them. Not so where
a column that was there before is set anew: a request would call two things by one name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.model.dataflow import Statement
from converter.rewrite.serving.parts import base_of, constant_of

METHODS = frozenset("diff ewm expanding pct_change rolling shift".split())


def looks_back(statement: Statement, name: str) -> bool:
    """True for a statement that sets new columns of the frame `name`, by its earlier rows, and does no more to it."""
    tree = statement.node
    sets = list(_columns_set(tree, name))
    return (
        bool(sets)
        and any(map(_is_of_earlier_rows, sets))
        and all(_is_new(each, name) for each in sets)
        and not any(_changes_else(part, name, sets) for part in ast.walk(tree))
    )


def told_of(statement: Statement, name: str) -> Iterator[tuple[str, str]]:
    """(column, how it came about) of those that the statement sets by earlier rows."""
    for each in _columns_set(statement.node, name):
        target = each.targets[0]
        assert isinstance(target, ast.Subscript)
        if _is_of_earlier_rows(each) and (column := constant_of(target.slice)):
            yield column, ast.unparse(each.value)


def _columns_set(tree: ast.stmt, name: str) -> Iterator[ast.Assign]:
    body = [tree] if isinstance(tree, ast.Assign) else ast.walk(tree)
    for part in body if isinstance(tree, ast.Assign | ast.For) else ():
        match part:
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=own))]) if own == name:
                yield part


def _is_of_earlier_rows(each: ast.Assign) -> bool:
    return any(
        isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute)
        and part.func.attr in METHODS
        for part in ast.walk(each.value)
    )


def _is_new(each: ast.Assign, name: str) -> bool:
    """True for a column by its name that is not made of itself."""
    target = each.targets[0]
    assert isinstance(target, ast.Subscript)
    if not isinstance(target.slice, ast.Constant | ast.JoinedStr | ast.BinOp):
        return False
    column = ast.unparse(target.slice)
    return not any(
        (isinstance(part, ast.Subscript) and column in ast.unparse(part.slice))
        or (
            isinstance(part, ast.Attribute) and base_of(part) == name and f"'{part.attr}'" == column
        )
        for part in ast.walk(each.value)
    )


def _changes_else(part: ast.AST, name: str, sets: list[ast.Assign]) -> bool:
    """True for what changes the frame, or makes it another, otherwise than by setting these columns."""
    match part:
        case ast.Assign() if part in sets:
            return False
        case ast.Assign(targets=targets):
            return any(base_of(each) == name for each in targets)
        case ast.AugAssign(target=target) | ast.For(target=target):
            return base_of(target) == name
        case ast.Call(func=ast.Attribute(value=owner), keywords=words):
            return base_of(owner) == name and any(word.arg == "inplace" for word in words)
        case ast.Delete(targets=targets):
            return any(base_of(each) == name for each in targets)
    return False
