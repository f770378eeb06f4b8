"""Frames with a row for each group, which are rows where no others are: `df.groupby("customer").agg(...)`.

Their columns are called like those that they were made of until the notebook renames them: rows begin after that.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from converter.model.dataflow import Statement
from converter.rewrite.serving.chain import GROUPS
from converter.rewrite.serving.expressions import is_about_rows
from converter.rewrite.serving.parts import constant_of
from converter.rewrite.serving.work import Work

if TYPE_CHECKING:
    from converter.rewrite.serving.tracing import Tracer


def is_table_of_groups(value: ast.expr, work: Work) -> bool:
    """True for a frame with a row for each group: `df.groupby("customer").agg(...).reset_index()`."""
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="rename"), args=[]):
            return _is_one(name, work)
    inner, several = value, False
    while isinstance(inner, ast.Call | ast.Attribute | ast.Subscript):
        match inner:
            case ast.Call(func=ast.Attribute(value=owner, attr="groupby"), keywords=words):
                several |= any(word.arg == "as_index" for word in words)
                return several and is_about_rows(owner, work)
            case ast.Call(func=ast.Attribute(value=owner, attr="pivot_table")):
                return is_about_rows(owner, work)
            case ast.Call(func=ast.Attribute(attr="agg" | "aggregate"), args=arguments):
                several |= not arguments or isinstance(arguments[0], ast.Dict | ast.List)
            case ast.Call(func=ast.Attribute(attr="reset_index" | "unstack")):
                several = True
            case ast.Subscript(slice=ast.List()):
                several = True
        inner = inner.func if isinstance(inner, ast.Call) else inner.value
    return False


def _is_one(name: str, work: Work) -> bool:
    """True where a name has such a frame as it was made."""
    before = [s for s in work.tracer.statements if s.order < work.order and name in s.binds]
    if not before or any(
        name in s.mutates
        for s in work.tracer.statements
        if before[-1].order < s.order < work.order and not _renames(s.node, name)
    ):
        return False
    match before[-1].node:
        case ast.Assign(targets=[ast.Name()], value=value):
            return is_table_of_groups(value, Work(before[-1], work.tracer))
    return False


def names_groups(
    statement: Statement, name: str, binder: Statement, changes: Sequence[Statement], tracer: Tracer
) -> bool:
    """True where a statement names the columns of a frame that has a row for each group, and was not changed else."""
    if tracer.further != GROUPS or not _renames(statement.node, name):
        return False
    earlier = [s for s in changes if s.order < statement.order and name in s.mutates]
    match binder.node:
        case ast.Assign(targets=[ast.Name()], value=value):
            return all(_renames(each.node, name) for each in earlier) and is_table_of_groups(
                value, Work(binder, tracer)
            )
    return False


def _renames(node: ast.stmt, name: str) -> bool:
    """True for `name.columns = ["days", "orders"]`, and for a `rename` in place."""
    match node:
        case ast.Assign(
            targets=[ast.Attribute(value=ast.Name(id=own), attr="columns")],
            value=ast.List(elts=names),
        ):
            return own == name and all(constant_of(each) is not None for each in names)
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(value=ast.Name(id=own), attr="rename"), keywords=words
            )
        ):
            return own == name and {word.arg for word in words} == {"columns", "inplace"}
    return False
