"""The rows that an estimator was asked about, where what a notebook says of the answers reads their columns, too.

`results = X_test.copy()`, `results["p"] = model.predict_proba(X_test)[:, 1]`, then `results["p"] * results["amount"]`.
"""

from __future__ import annotations

import ast

from converter.model.dataflow import Statement
from converter.rewrite.serving.around import tree_of
from converter.rewrite.serving.ask import is_asking, rows_asked
from converter.rewrite.serving.kept_answers import changes, kept_in, owner_of
from converter.rewrite.serving.parts import by_axis, constant_of, is_plain, texts_of
from converter.rewrite.serving.tracing import Tracer


def rows_of(call: ast.expr) -> str:
    """The text of what a question is about, if it is a frame that has a name, or some of its columns: `test[features]`;
    "" for others."""
    asked = rows_asked(call) if isinstance(call, ast.Call) else None
    match asked:
        case ast.Name() | ast.Subscript(value=ast.Name(), slice=ast.List() | ast.Name()):
            return ast.unparse(asked)
    return ""


def is_of_row(node: ast.AST, rows: str, statement: Statement, tracer: Tracer) -> bool:
    """True for a column of the rows that were asked about, also of a copy of them: `results["amount"]`."""
    match node:
        case ast.Subscript(value=ast.Name(id=owner), slice=index, ctx=ast.Load()) if rows:
            column = constant_of(index)
            return column is not None and has_rows(owner, column, rows, statement, tracer)
    return False


def is_question(node: ast.AST, rows: str, statement: Statement, tracer: Tracer) -> bool:
    """True for another question about the same rows, of any estimator: `model.predict(X_test)`.

    They are the same as long as nothing binds or changes them after the first question.
    """
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name()), args=[_], keywords=[]) if rows:
            pass
        case _:
            return False
    if not _is_about(node, rows) or not _are_the_same(rows, statement, tracer):
        return False
    since = _since_asked(rows, statement, tracer)
    base, columns = owner_of(rows), columns_of(rows, tracer)
    if base == rows:
        return not any(rows in s.mutates for s in since)
    kept = [f"{base}[{column!r}]" for column in columns or ()]
    return columns is not None and not any(
        changes(s, each) or kept_in(s.node)[0] == each for s in since for each in kept
    )


def _is_about(node: ast.AST, rows: str) -> bool:
    about = rows_asked(node) if isinstance(node, ast.Call) and is_asking(node) else None
    return about is not None and ast.unparse(about) == rows


def _since_asked(rows: str, statement: Statement, tracer: Tracer) -> list[Statement]:
    """The statements from the first question about the rows on, before another statement."""
    before = [s for s in tracer.statements if s.order < statement.order]
    asking = [s.order for s in before if any(_is_about(part, rows) for part in ast.walk(s.node))]
    return [s for s in before if asking and s.order >= asking[0]]


def _are_the_same(rows: str, statement: Statement, tracer: Tracer) -> bool:
    """True where nothing binds the frame of the rows anew from the first question about them on.

    Where that cannot be told, because it is asked in another way, it is bound once.
    """
    base = owner_of(rows)
    if since := _since_asked(rows, statement, tracer):
        return not any(base in s.binds for s in since)
    return sum(base in s.binds for s in tracer.statements if s.order < statement.order) == 1


def columns_of(rows: str, tracer: Tracer) -> frozenset[str] | None:
    """The columns that `test[features]` has; None where they are not listed."""
    match ast.parse(rows, mode="eval").body:
        case ast.Subscript(slice=ast.List() as columns):
            return frozenset(texts_of(columns))
        case ast.Subscript(slice=ast.Name(id=name)):
            listed = [tree_of(s) for s in tracer.statements if name in s.binds | s.mutates]
            match listed:
                case [ast.Assign(targets=[ast.Name()], value=ast.List() as columns)]:
                    return frozenset(texts_of(columns))
    return None


def along_rows(node: ast.AST, rows: str) -> bool:
    """True for `rows.assign(p=answers).apply(f, axis=1)`, which says of each row and its answers what `f` makes of them."""
    match node:
        case ast.Call(
            func=ast.Attribute(
                value=ast.Call(
                    func=ast.Attribute(value=frame, attr="assign"),
                    args=[],
                    keywords=[_, *_],
                ),
                attr="apply",
            ),
            args=[ast.Lambda() | ast.Name()],
        ) as call:
            return ast.unparse(frame) == rows and by_axis(call)
    return False


def has_rows(owner: str, column: str, rows: str, statement: Statement, tracer: Tracer) -> bool:
    """True where a frame has a column as the rows have it that were asked about.

    It is these, a copy, or what they were chosen from; neither is another later, nor is the column.
    """
    if "[" in rows and column not in (columns_of(rows, tracer) or ()):
        return False
    base = owner_of(rows)
    before = [s for s in tracer.statements if s.order < statement.order]
    begun = [s for s in before if base in s.binds]
    binders = [s for s in before if owner in s.binds]
    if not begun or not binders or not _are_the_same(rows, statement, tracer):
        return False
    first, last = begun[-1], binders[-1]
    if owner != base:
        copied = last.order > first.order and _is_made_of(last, base, column)
        chosen = last.order < first.order and _is_made_of(first, owner, column)
        if not (copied or chosen):
            return False
    since = [s for s in before if s.order > first.order]
    for name in {owner, base}:
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
