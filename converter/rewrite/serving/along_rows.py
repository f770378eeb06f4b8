"""What a function says of each row and its answer, `df["risk"] = df.apply(f, axis=1)`, as another assignment says it.

A function that reads nothing but the answer is called for each of these; one that reads columns of the rows, too, for
each row of them: `X_test.assign(p=df["p"]).apply(f, axis=1)`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace

from converter.model.dataflow import Statement
from converter.rewrite.serving.around import tree_of
from converter.rewrite.serving.asked_rows import has_rows
from converter.rewrite.serving.kept_answers import kept_in, owner_of
from converter.rewrite.serving.parts import by_axis, constant_of
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed

Function = ast.Lambda | ast.FunctionDef


def by_each_row(
    statement: Statement,
    kept: str,
    tracer: Tracer,
    rows: str,
    kept_besides: Callable[[str], frozenset[str]],
) -> Statement | None:
    """The assignment that says what a function makes of each row with what is kept; None for others.

    `rows` is the name of what the estimator was asked about, `kept_besides` the columns of a frame that are made of
    the same answers.
    """
    match tree_of(statement):
        case ast.Assign(
            targets=[target],
            value=ast.Call(
                func=ast.Attribute(value=ast.Name(id=owner), attr="apply"), args=[of_row]
            ) as call,
        ) if (
            len(call.keywords) == 1 and by_axis(call) and owner_of(kept) == owner != kept
        ):
            column = kept_in(parsed(f"{kept} = 0").body[0])[1]
        case _:
            return None
    function = _function(of_row, tracer)
    if function is None:
        return None
    columns = _columns_of(function)
    if column not in columns:
        return None
    made = {column: kept}
    made |= {each: f"{owner}[{each!r}]" for each in sorted(kept_besides(owner) & columns)}
    others = columns - {*made}
    if columns == {column}:
        told = _of_one(of_row, function, column)
        told = f"[{told} for one in {kept}]" if told else ""
    elif all(each.isidentifier() for each in made) and not any(
        map(_writes_numbers, ast.walk(function))
    ):
        beside = bool(rows) and all(
            has_rows(owner, each, rows, statement, tracer) for each in others
        )
        row = ", ".join(f"{each}={text}" for each, text in made.items())
        called = ast.unparse(of_row)
        told = f"{rows}.assign({row}).apply({called}, axis=1)" if beside else ""
        if not others:  # they need no row
            names = ", ".join(made)
            row = ", ".join(f"{each!r}: {each}" for each in made)
            read = {part.id for part in ast.walk(of_row) if isinstance(part, ast.Name)}
            called = f"({called})" if isinstance(function, ast.Lambda) else called
            told = f"[{called}({{{row}}}) for {names} in zip({', '.join(made.values())})]"
            told = told if read.isdisjoint(made) else ""  # else they would be the columns' values
    else:
        told = ""  # a row has other types of numbers where it has other columns
    if not told:
        return None
    text = f"{ast.unparse(target)} = {told}"
    return replace(statement, text=text, node=parsed(text).body[0])


def _function(node: ast.expr, tracer: Tracer) -> Function | None:
    """A function of one argument: a lambda, or one of the notebook."""
    found: object = node
    if isinstance(node, ast.Name):
        binders = [s.node for s in tracer.statements if node.id in s.binds]
        found = binders[0] if len(binders) == 1 else None
    if isinstance(found, ast.Lambda | ast.FunctionDef) and len(found.args.args) == 1:
        return found
    return None


def _columns_of(function: Function) -> set[str]:
    """The columns that a function reads of its row by their texts; none where it reads it otherwise, too."""
    row = function.args.args[0].arg
    read = [part for part in ast.walk(function) if _column_of(part, row)]
    named = sum(isinstance(part, ast.Name) and part.id == row for part in ast.walk(function))
    return {_column_of(each, row) for each in read} if len(read) == named else set()


def _column_of(part: ast.AST, row: str) -> str:
    match part:
        case ast.Subscript(value=ast.Name(id=name), slice=index, ctx=ast.Load()) if name == row:
            return constant_of(index) or ""
    return ""


def _of_one(of_row: ast.expr, function: Function, column: str) -> str:
    """What a function that reads one column says of its value `one`; "" where that name is another's."""
    if isinstance(function, ast.FunctionDef):
        return f"{ast.unparse(of_row)}({{{column!r}: one}})"
    names = {part.id for part in ast.walk(function) if isinstance(part, ast.Name)}
    row = function.args.args[0].arg
    return "" if "one" in names else ast.unparse(_OfOne(row).visit(function.body))


def _writes_numbers(part: ast.AST) -> bool:
    """True for texts made of values, which tell `45` from `45.0`."""
    match part:
        case ast.JoinedStr():
            return True
        case ast.Call(func=function):
            return last_name(function) in ("format", "repr", "str")
    return False


class _OfOne(ast.NodeTransformer):
    """The name of one value in the place of a row's column."""

    def __init__(self, row: str) -> None:
        self.row = row

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        if _column_of(node, self.row):
            return ast.Name("one", ast.Load())
        return self.generic_visit(node)
