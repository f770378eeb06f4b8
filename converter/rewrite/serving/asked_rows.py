"""The rows that an estimator was asked about, where what a notebook says of the answers reads their columns, too.

`results = X_test.copy()`, `results["p"] = model.predict_proba(X_test)[:, 1]`, then `results["p"] * results["amount"]`.
"""

from __future__ import annotations

import ast

from converter.model.dataflow import Statement
from converter.rewrite.serving.ask import rows_asked
from converter.rewrite.serving.kept_answers import changes, kept_in
from converter.rewrite.serving.parts import by_axis, constant_of, is_plain, texts_of
from converter.rewrite.serving.tracing import Tracer


def rows_of(call: ast.expr) -> str:
    """The name of the frame that a question is about; "" for what has none."""
    asked = rows_asked(call) if isinstance(call, ast.Call) else None
    return asked.id if isinstance(asked, ast.Name) else ""


def is_of_row(node: ast.AST, rows: str, statement: Statement, tracer: Tracer) -> bool:
    """True for a column of the rows that were asked about, also of a copy of them: `results["amount"]`."""
    match node:
        case ast.Subscript(value=ast.Name(id=owner), slice=index, ctx=ast.Load()) if rows:
            column = constant_of(index)
            return column is not None and has_rows(owner, column, rows, statement, tracer)
    return False


def along_rows(node: ast.AST, rows: str) -> bool:
    """True for `rows.assign(p=answers).apply(f, axis=1)`, which says of each row and its answer what `f` makes of them."""
    match node:
        case ast.Call(
            func=ast.Attribute(
                value=ast.Call(
                    func=ast.Attribute(value=ast.Name(id=owner), attr="assign"),
                    args=[],
                    keywords=[_],
                ),
                attr="apply",
            ),
            args=[ast.Lambda() | ast.Name()],
        ) as call:
            return owner == rows != "" and by_axis(call)
    return False


def has_rows(owner: str, column: str, rows: str, statement: Statement, tracer: Tracer) -> bool:
    """True where a frame has a column as the rows have it that were asked about.

    It is these, a copy, or what they were chosen from; neither is another later, nor is the column.
    """
    before = [s for s in tracer.statements if s.order < statement.order]
    begun = [s for s in before if rows in s.binds]
    binders = [s for s in before if owner in s.binds]
    if len(begun) != 1 or not binders:
        return False
    first, last = begun[0], binders[-1]
    if owner != rows:
        copied = last.order > first.order and _is_made_of(last, rows, column)
        chosen = last.order < first.order and _is_made_of(first, owner, column)
        if not (copied or chosen):
            return False
    since = [s for s in before if s.order > first.order]
    for name in {owner, rows}:
        kept = f"{name}[{column!r}]"
        if any(changes(s, kept) or kept_in(s.node)[0] == kept for s in since):
            return False
        if any(name in s.mutates and _names_anew(s.node, column) for s in since):
            return False
    return True


def _names_anew(node: ast.stmt, column: str) -> bool:
    """True for `frame.columns = names`, and for calls that may call another column so: `insert`, `rename`."""
    match node:
        case ast.Assign(targets=[ast.Attribute(attr="columns")]):
            return True
        case ast.Expr(value=ast.Call() as call):
            return column in texts_of(call)
    return False


def _is_made_of(statement: Statement, frame: str, column: str) -> bool:
    """True for `results = X_test[["age", "amount"]].copy()`, `X = df.drop(columns="y")`, if the column is in both."""
    node = getattr(statement.node, "value", None)
    while True:
        match node:
            case ast.Name(id=name):
                return name == frame
            case ast.Call(func=ast.Attribute(value=inner, attr="copy")):
                node = inner
            case ast.Call(
                func=ast.Attribute(value=inner, attr="reset_index"),
                keywords=[ast.keyword(arg="drop", value=drop)],
            ) if is_plain(drop) and ast.literal_eval(drop):
                node = inner
            case ast.Subscript(value=inner, slice=ast.List() as columns):
                if column not in texts_of(columns):
                    return False
                node = inner
            case ast.Call(func=ast.Attribute(value=inner, attr="drop"), keywords=words) if any(
                word.arg in ("axis", "columns") for word in words
            ):
                named = [*node.args, *(word.value for word in words if word.arg == "columns")]
                dropped = {text for each in named for text in texts_of(each)}
                if not dropped or column in dropped:
                    return False
                node = inner
            case ast.Call(func=ast.Attribute(attr="DataFrame"), args=[inner], keywords=[]):
                node = inner
            case _:
                return False
