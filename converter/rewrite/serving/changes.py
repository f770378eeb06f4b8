"""Statements that change a frame of the chain in place."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from converter.model.dataflow import Statement
from converter.rewrite.serving import rowwise
from converter.rewrite.serving.chain import EVERY, NONE, Columns, Refused
from converter.rewrite.serving.eval_texts import evaluated_by
from converter.rewrite.serving.evaluated import check_text
from converter.rewrite.serving.expressions import is_about_rows, kind_of
from converter.rewrite.serving.indexed import has_own_index, keys_of
from converter.rewrite.serving.leaving_out import dropped_by
from converter.rewrite.serving.listed_names import names_listed, spelled_rounds
from converter.rewrite.serving.loops import repeat_loop
from converter.rewrite.serving.masked import choose_again
from converter.rewrite.serving.parts import base_of, columns_read
from converter.rewrite.serving.work import Work

if TYPE_CHECKING:
    from converter.rewrite.serving.tracing import Tracer


def changed(tracer: Tracer, statement: Statement, name: str, columns: Columns) -> Columns:
    """The columns wanted before `statement`, which changes the frame `name`."""
    work = Work(statement, tracer)
    node = work.tree
    match node:
        case ast.Assign(targets=[ast.Subscript() as target], value=value):
            return _column_set(tracer, work, target, value, name, columns)
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)) if len(
            targets
        ) == len(values):
            return _columns_set(tracer, work, targets, values, name, columns)
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Call()) if _none_wanted(
            tracer, targets, name, columns
        ):
            return columns  # `df["price"], lam = boxcox(df["price"])`, which is left out later
        case ast.Assign(targets=[ast.Attribute(attr=attr)], value=value):
            if attr == "columns":
                return _named(tracer, work, value, name)
            if attr != "index" and not columns.wants(attr):
                return columns  # `df.price = ...`, which is left out later
            kind_of(value, work)
            work.keep(name)
            return columns
        case ast.AugAssign(target=ast.Subscript() as target, value=value):
            column = tracer.text_of(target.slice)
            if column is not None and not columns.wants(column):
                return columns
            kind_of(value, work)
            work.keep(name)
            return columns
        case ast.Delete(targets=[ast.Subscript(slice=index)]):
            return _dropped(tracer, statement, name, [index], columns)
        case ast.Assign(value=value) | ast.Expr(value=value) if popped := _popped(value, name):
            return _dropped(tracer, statement, name, popped, columns)
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=attr)) as call):
            return _called_in_place(tracer, work, call, attr, name, columns)
        case ast.For():
            repeat_loop(tracer, work, node, name, columns)
            rounds = spelled_rounds(node, statement.order, tracer.statements)
            return columns.also(columns_read(rounds or node, name))
    raise Refused(
        f"'{name}' is changed in a way that cannot be repeated row by row", statement.order
    )


def _named(tracer: Tracer, work: Work, value: ast.expr, name: str) -> Columns:
    """`df.columns = ...`: each column gets the name that training gave it, whether others came or not."""
    if is_about_rows(value, work):
        raise Refused("names of columns that depend on rows", work.order)
    names = work.frozen_before(f"dict(zip({name}.columns, {work.source(value)}))", f"{name}_names")
    tracer.chain.lines[work.order] = [f"{name} = {name}.rename(columns={names})"]
    return EVERY


def _column_set(
    tracer: Tracer, work: Work, target: ast.Subscript, value: ast.expr, name: str, columns: Columns
) -> Columns:
    column = tracer.text_of(target.slice)
    if columns == NONE:
        return columns
    if isinstance(target.slice, ast.Tuple):  # .loc[mask, column]
        column = tracer.text_of(target.slice.elts[-1])
        if column is not None and not columns.wants(column):
            return columns
        for part in target.slice.elts[:-1]:
            if not isinstance(part, ast.Slice):
                kind_of(part, work)
    elif column is not None and not columns.wants(column):
        taken = _popped(value, name)  # `df["dear"] = df.pop("price") > 300`
        return _dropped(tracer, work.statement, name, taken, columns) if taken else columns
    elif column is not None and columns.chosen:
        if column in tracer.targets or _is_refused(tracer, work, value, name):
            return columns.without(
                column
            )  # most likely it is not chosen; a watched run checks that
    of_rows = kind_of(value, work) == "rows"
    if of_rows and isinstance(target.slice, ast.Tuple):
        choose_again(target.slice.elts[0], value, work)
    work.keep(name)
    if column is None or isinstance(target.slice, ast.Tuple):
        if (listed := _listed(target.slice, value, name, tracer, work.order)) is not None:
            return columns.also(listed - tracer.targets)
        read = columns_read(value, name), columns_read(target.slice, name)
        return columns.also(None if None in read else frozenset().union(*filter(None, read)))
    return columns.without(column).also(columns_read(value, name))


def _listed(
    index: ast.expr, value: ast.expr, name: str, tracer: Tracer, order: int
) -> frozenset[str] | None:
    """The columns of `df[names] = df[names].apply(told)`, where the list says which; None for other statements."""
    if not isinstance(index, ast.Name):
        return None
    own = [
        part
        for part in ast.walk(value)
        if isinstance(part, ast.Subscript) and ast.dump(part.slice) == ast.dump(index)
        if isinstance(part.value, ast.Name) and part.value.id == name
    ]
    read = [part for part in ast.walk(value) if isinstance(part, ast.Name) and part.id == name]
    names = names_listed(index, order, tracer.statements)
    return frozenset(names) if names is not None and len(read) == len(own) else None


def _columns_set(
    tracer: Tracer,
    work: Work,
    targets: list[ast.expr],
    values: list[ast.expr],
    name: str,
    columns: Columns,
) -> Columns:
    """`df["a"], df["b"] = ...`: all of them are set, if one is wanted."""
    named = [
        (
            tracer.text_of(target.slice)
            if isinstance(target, ast.Subscript)
            and isinstance(target.value, ast.Name)
            and target.value.id == name
            else None
        )
        for target in targets
    ]
    known = [column for column in named if column is not None]
    if len(known) < len(named):
        raise Refused(
            f"'{name}' is changed together with something else; give each a line of its own",
            work.order,
        )
    if not any(map(columns.wants, known)):
        return columns
    for value in values:
        kind_of(value, work)
    work.keep(name)
    for column in known:
        columns = columns.without(column)
    for value in values:
        columns = columns.also(columns_read(value, name))
    return columns


def _none_wanted(tracer: Tracer, targets: list[ast.expr], name: str, columns: Columns) -> bool:
    """True where all that is set of the frame `name` are columns that nobody wants."""
    for target in targets:
        if base_of(target) == name:
            column = tracer.text_of(target.slice) if isinstance(target, ast.Subscript) else None
            if column is None or columns.wants(column):
                return False
    return True


def _is_refused(tracer: Tracer, work: Work, value: ast.expr, name: str) -> bool:
    """True for a value that cannot be served, or comes from elsewhere than the frame `name`."""
    aside, frame = tracer.aside(), tracer.aside()
    try:
        kind_of(value, Work(work.statement, aside))
        frame.name(name, work.order, NONE)
    except Refused:
        return True
    begun = {(each.chain.source, each.chain.start) for each in (aside, frame) if each.chain.source}
    return len(begun) > 1


def _popped(value: ast.expr, name: str) -> list[ast.expr]:
    """What `pop` takes out of the frame `name`; empty where more may be done to it."""
    plain: set[ast.expr] = set()
    popped: list[ast.expr] = []
    for part in ast.walk(value):
        match part:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=own) as receiver, attr="pop"), args=[index]
            ) if (own == name):
                popped.append(index)
                plain.add(receiver)
            case ast.Subscript(value=ast.Name() as receiver):
                plain.add(receiver)
    others = {p for p in ast.walk(value) if isinstance(p, ast.Name) and p.id == name} - plain
    return [] if others else popped


def _dropped(
    tracer: Tracer, statement: Statement, name: str, indices: list[ast.expr], columns: Columns
) -> Columns:
    taken = [tracer.text_of(index) for index in indices]
    named = [column for column in taken if column is not None]
    if len(named) < len(taken):
        raise Refused("a column is taken out by a computed name", statement.order)
    listed = ", ".join(f'"{column}"' for column in named)
    tracer.chain.lines[statement.order] = [
        f'{name} = {name}.drop(columns=[{listed}], errors="ignore")'
    ]
    for column in named:
        columns = columns.without(column)
    return columns


def _is_own_index(call: ast.Call, work: Work) -> bool:
    """True where a frame's index is a column that `call` brings back."""
    drops = any(word.arg == "drop" for word in call.keywords)
    assert isinstance(call.func, ast.Attribute)
    return not drops and has_own_index(call.func.value, work)


def _column_of(owner: ast.expr, name: str, tracer: Tracer) -> str | None:
    """The column of the frame `name` that `df["a"]` or `df.a` is."""
    match owner:
        case ast.Subscript(value=ast.Name(id=own), slice=index) if own == name:
            return tracer.text_of(index)
        case ast.Attribute(value=ast.Name(id=own), attr=attr) if own == name:
            return attr
    return None


def _called_in_place(
    tracer: Tracer, work: Work, call: ast.Call, attr: str, name: str, columns: Columns
) -> Columns:
    assert isinstance(call.func, ast.Attribute)
    column = _column_of(call.func.value, name, tracer)
    if column is not None and not columns.wants(column):
        return columns  # `df["price"].replace(..., inplace=True)`, which is left out later
    if attr == "eval" and (does := evaluated_by(call)):
        if does.makes and not any(map(columns.wants, does.makes)):
            return columns
        check_text(does, work)
        work.keep(name)
        return columns.without(*does.makes).also(does.reads)
    if attr in rowwise.FILTERS and not (attr == "reset_index" and _is_own_index(call, work)):
        return columns
    if attr == "set_index":
        columns = keys_of(call, columns)
    if attr == "drop":
        work.forgive_drop(call)
        work.keep(name)
        for column in dropped_by(call, tracer):
            columns = columns.without(column)
        return columns
    if attr in rowwise.ACROSS:
        raise Refused(rowwise.why_across(attr), work.statement.order)
    if attr not in rowwise.BY_ROW | {"insert", "reset_index"}:
        raise Refused(f"{attr}() is not known to work row by row", work.statement.order)
    for argument in [*call.args, *(word.value for word in call.keywords)]:
        kind_of(argument, work)
    work.keep(name)
    return columns
