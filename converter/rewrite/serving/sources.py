"""Where rows begin: what reads or makes data."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from converter.model.dataflow import Statement
from converter.rewrite.serving.chain import Columns, Refused
from converter.rewrite.serving.expressions import kind_of
from converter.rewrite.serving.parts import base_of, is_plain, last_name
from converter.rewrite.serving.work import Work

if TYPE_CHECKING:
    from converter.rewrite.serving.tracing import Tracer


def is_source(value: ast.expr, work: Work, tracer: Tracer) -> bool:
    """True for a call that brings rows in: a reader, a maker of data, a frame of plain values."""
    if isinstance(value, ast.Attribute):  # `load_iris().data`, `data.data`
        return value.attr in ("data", "frame") and not isinstance(value.value, ast.Attribute)
    if not isinstance(value, ast.Call):
        return False
    name = last_name(value.func)
    if name.startswith(("read_", "load_", "fetch_", "make_", "scan_")) and not name.startswith(
        ("make_pipeline", "make_column", "make_union", "make_scorer")
    ):
        return True
    if name in ("DataFrame", "Series") and value.args:
        return not _mentions_rows(value, work, tracer)
    if isinstance(value.func, ast.Name) and name in tracer.static:
        # A function of the notebook that is given no rows makes them.
        defined = any(getattr(s.node, "name", "") == name for s in tracer.statements)
        return defined and not _mentions_rows(value, work, tracer)
    return False


def _mentions_rows(call: ast.Call, work: Work, tracer: Tracer) -> bool:
    """True when an argument of the call is about rows that are traced already, or can be."""
    names = {
        part.id
        for argument in [*call.args, *(word.value for word in call.keywords)]
        for part in ast.walk(argument)
        if isinstance(part, ast.Name) and part.id not in tracer.static | tracer.given
    }
    names &= {name for statement in tracer.statements for name in statement.binds}
    for name in sorted(names):
        try:
            if tracer.kind_before(name, work.order) == "rows":
                return True
        except Refused:
            return True  # rows, if none that could be served
    return False


def makes_data(tracer: Tracer, statement: Statement, name: str, columns: Columns) -> bool:
    """True when the statement makes up the data itself, so that rows begin after it.

    It draws random numbers, sets a column from an array that is about no rows, or changes
    certain rows by their place.
    """
    match statement.node:
        case ast.Assign(targets=[ast.Subscript() as target], value=value):
            pass
        case ast.AugAssign(target=ast.Subscript() as target, value=value):
            pass
        case _:
            return False
    index = target.slice
    places: list[ast.expr] = []
    if isinstance(index, ast.Tuple):
        *places, index = index.elts
    column = tracer.text_of(index)
    if base_of(target) != name or (column is not None and not columns.wants(column)):
        return False
    if any(_draws(tracer, part) for part in (value, *places)):
        return True
    probe = Tracer(tracer.statements, tracer.static, tracer.given)
    probe._kinds = tracer._kinds
    work = Work(statement, probe)
    parts = [p for p in places if not isinstance(p, ast.Slice)]
    try:
        if any(kind_of(part, work) == "frozen" for part in _same(work.tree, parts, statement)):
            return True
        plain = is_plain(value) or (isinstance(value, ast.Name) and value.id in tracer.given)
        return not plain and not places and kind_of(_value_of(work.tree), work) == "frozen"
    except Refused:
        return False


def _draws(tracer: Tracer, node: ast.expr) -> bool:
    """True when the expression draws random numbers."""
    makers = {"default_rng", "RandomState", "Random"}
    for part in ast.walk(node):
        match part:
            case ast.Attribute(attr="random"):
                return True
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner))):
                for statement in tracer.statements:
                    match statement.node:
                        case ast.Assign(
                            targets=[ast.Name(id=bound)], value=ast.Call(func=made)
                        ) if (bound == owner and last_name(made) in makers):
                            return True
    return False


def _same(tree: ast.stmt, parts: list[ast.expr], statement: Statement) -> Iterator[ast.expr]:
    """The places of a statement in a tree of its own text."""
    target = tree.targets[0] if isinstance(tree, ast.Assign) else getattr(tree, "target", None)
    if parts and isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Tuple):
        yield from (p for p in target.slice.elts[:-1] if not isinstance(p, ast.Slice))


def _value_of(tree: ast.stmt) -> ast.expr:
    value = getattr(tree, "value", None)
    assert isinstance(value, ast.expr)
    return value
