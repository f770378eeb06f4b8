"""What a call gives to one of several names: `X_train, X_test, y_train, y_test = train_test_split(X, y)`."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from converter.rewrite.serving import rowwise
from converter.rewrite.serving.aligned import aligned
from converter.rewrite.serving.chain import Columns, Kind, Refused
from converter.rewrite.serving.expressions import kind_of
from converter.rewrite.serving.sources import is_source, source_within
from converter.rewrite.serving.splits import parts_of_split
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name


def unpacked(
    name: str, targets: Sequence[ast.expr], call: ast.Call, work: Work, columns: Columns
) -> Kind:
    """The kind of what `name` gets of a call's answer."""
    tracer = work.tracer
    position = next(
        (i for i, t in enumerate(targets) if isinstance(t, ast.Name) and t.id == name), None
    )
    if position is None:
        return "frozen"
    called = last_name(call.func)
    if called == "align":
        return aligned(name, position, call, work)
    parts = (
        1 if called in rowwise.SAMPLING else parts_of_split(call, len(targets), tracer.statements)
    )
    if called in rowwise.GROWING:
        tracer.chain.grown = True
    if parts:
        place = position // parts
        argument = call.args[place] if place < len(call.args) else None
        if argument is None:
            raise Refused("a split whose parts are not plain", work.order)
        kind, text = kind_of_part(argument, work, columns)
        if kind == "rows" and text != name:
            tracer.chain.says(work.order, f"{name} = {text}")
        return kind
    if is_source(call, work, tracer) and position == 0:
        return tracer.starts(name, work.statement)
    return "frozen"


def kind_of_part(value: ast.expr, work: Work, columns: Columns) -> tuple[Kind, str]:
    """The kind of a part of a statement, and its served text.

    Rows may begin with it or inside: `X, y = iris.data / 10, iris.target`, `train_test_split(iris.data, y)`.
    """
    tracer = work.tracer
    work.rows = value if is_source(value, work, tracer) else source_within(value, work, tracer)
    if work.rows is None:
        kind = kind_of(value, work, columns)
        return kind, work.served(value)
    begun = tracer.name_within(work.rows)
    work.replace(work.rows, begun)
    kind = "rows" if work.rows is value else kind_of(value, work, columns)
    if kind == "rows":
        tracer.starts_within(work.rows, begun, work)
    return kind, work.served(value)
