"""Frames whose index is a column of theirs: `df.set_index("date")`, then `df.index.hour`."""

from __future__ import annotations

import ast

from converter.model.dataflow import Statement
from converter.rewrite.serving.chain import Columns
from converter.rewrite.serving.parts import constant_of, quoted
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name, root_name


def has_own_index(node: ast.expr, work: Work) -> bool:
    """True where the index of the frame `node` was a column, so that each row brings it along."""
    told = _told_by(node)
    return _index_of(root_name(node), work) if told is None else told


def keys_of(call: ast.Call, columns: Columns) -> Columns:
    """The columns wanted before `set_index`: with those that it makes the index."""
    keys = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "keys")]
    parts = keys[0].elts if keys and isinstance(keys[0], ast.List) else keys
    names = [constant_of(each) for each in parts]
    return columns.also(None if None in names else frozenset(filter(None, names)))


def without_index(node: ast.Call, frame: ast.expr, work: Work) -> None:
    """Nothing; `df.set_index("id")` is served without that column, unless rows are told by it."""
    match node:
        case ast.Call(args=[first], keywords=[]) if column := work.tracer.text_of(first):
            if not any(_reads_index(each.node, each, work) for each in work.tracer.statements):
                text = f'{work.served(frame)}.drop(columns={quoted(column)}, errors="ignore")'
                work.replace(node, text)


def numbered_anew(node: ast.Subscript) -> ast.expr | None:
    """The frame of `df.reset_index()[df.columns]`, which only gets another index; None for others."""
    match node:
        case ast.Subscript(
            value=ast.Call(
                func=ast.Attribute(value=frame, attr="reset_index"), args=[], keywords=[]
            ),
            slice=ast.Attribute(value=of, attr="columns"),
        ) if ast.unparse(frame) == ast.unparse(of):
            return frame
    return None


def _reads_index(
    node: ast.stmt, statement: Statement | None = None, work: Work | None = None
) -> bool:
    """True where an index becomes a column again, or something of it does.

    That of what training computed, `corr[corr > 0.3].index.drop("price")`, tells no rows: where `work` can say so.
    """
    for part in ast.walk(node):
        match part:
            case ast.Call(func=ast.Attribute(attr="reset_index")):
                return True
            case ast.Attribute(value=ast.Attribute(value=owner, attr="index")):
                name = root_name(owner)
                if not (statement and work and _is_bound(name, statement, work)):
                    return True
                if work.tracer.kind_before(name, statement.order) != "frozen":
                    return True
            case ast.Assign(targets=[ast.Subscript()], value=value):
                if any(
                    isinstance(each, ast.Attribute) and each.attr == "index"
                    for each in ast.walk(value)
                ):
                    return True
    return False


def _is_bound(name: str, statement: Statement, work: Work) -> bool:
    """True for a name that is surely bound before a statement reads it, which does not prepare the rows here."""
    before = [s for s in work.tracer.statements if s.order < statement.order and name in s.binds]
    read = name in statement.reads and statement.order != work.order
    return read and bool(before) and name in before[-1].surely


def _index_of(name: str, work: Work) -> bool:
    """Whether the frame of that name had a column as its index before the statement of `work`."""
    order = work.order
    while name:
        before = [s for s in work.tracer.statements if s.order < order]
        found = [s for s in before if name in s.binds | s.mutates]
        following = ""
        for statement in reversed(found):
            value = getattr(statement.node, "value", None)
            told = _told_by(value) if isinstance(value, ast.expr) else None
            if told is not None:
                return told
            if name in statement.binds:
                if isinstance(value, ast.expr) and _index_read(value) is not None:
                    return True
                following, order = _frame_of(value), statement.order
                break
        name = following
    return False


def _told_by(node: ast.expr | None) -> bool | None:
    """What the calls of a chain of methods say of the index, the last first; None where they say nothing."""
    while isinstance(node, ast.Call | ast.Attribute | ast.Subscript):
        match node:
            case ast.Call(func=ast.Attribute(attr="set_index")):
                return True
            case ast.Call(func=ast.Attribute(attr="reset_index")):
                return False
        node = node.func if isinstance(node, ast.Call) else node.value
    return None


def read_with_index(name: str, value: ast.expr, work: Work) -> tuple[str, str] | None:
    """The two halves of a statement that reads a frame with its index, where rows are told by that.

    The index comes as a column, and becomes the index again.
    """
    column = _index_read(value)
    if column is None or not any(_reads_index(each.node) for each in work.tracer.statements):
        return None
    key = quoted(column) if isinstance(column, str) else f"{name}.columns[{column}]"
    return f"{name} = {work.source(value)}.reset_index()", f"{name} = {name}.set_index({key})"


def index_aside(name: str, work: Work) -> tuple[str, str] | None:
    """The same for a frame whose rows begin with the statement of `work`, and are told by their index later."""
    later = [s.node for s in work.tracer.statements if s.order > work.order]
    if not (any(map(_reads_index, later)) and has_own_index(ast.Name(name, ast.Load()), work)):
        return None
    back = f"{name} = {name}.set_index({name}.columns[0])"
    return f"{work.statement.text}\n{name} = {name}.reset_index()", back


def _index_read(value: ast.expr) -> str | int | None:
    """The column that a reader is told to make the index, by its name, or the first by its place."""
    match value:
        case ast.Call(func=function, keywords=words) if last_name(function).startswith("read_"):
            for word in words:
                match word:
                    case ast.keyword(arg="index_col", value=ast.Constant(value=str() as column)):
                        return column
                    case ast.keyword(arg="index_col", value=ast.Constant(value=0)):
                        return 0
    return None


def _frame_of(value: object) -> str:
    """The name of the frame that a value is made of: `df` for `df.loc[:"2020"]`, `pd.get_dummies(df)`."""
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Name()), args=[ast.Name(id=name), *_]):
            return name
        case ast.expr():
            return root_name(value)
    return ""
