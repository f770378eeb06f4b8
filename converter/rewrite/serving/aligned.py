"""Frames that get the same columns: `train, test = train.align(test, join="left", axis=1, fill_value=0)`."""

from __future__ import annotations

import ast

from converter.rewrite.serving.chain import EVERY, Kind, Refused
from converter.rewrite.serving.expressions import kind_of
from converter.rewrite.serving.parts import by_axis
from converter.rewrite.serving.work import Work


def aligned(name: str, place: int, call: ast.Call, work: Work) -> Kind:
    """The frame at that place of the answer, with the columns that it had in training."""
    assert isinstance(call.func, ast.Attribute)
    owner = [call.func.value, *call.args][place] if place <= len(call.args) else None
    if owner is None or not by_axis(call):
        raise Refused("align() of rows makes a row depend on others", work.order)
    kind = kind_of(owner, work, EVERY)
    if kind == "rows":
        columns = work.frozen_after(f"{name}.columns.tolist()", f"{name}_columns")
        filled = [word.value for word in call.keywords if word.arg == "fill_value"]
        more = f", fill_value={work.source(filled[0])}" if filled else ""
        line = f"{name} = {work.served(owner)}.reindex(columns={columns}{more})"
        work.tracer.chain.says(work.order, line)
    return kind
