"""Frames that evaluate texts: what comes of it is of each row, where the text is."""

from __future__ import annotations

import ast

from converter.rewrite.serving.chain import Columns, Kind, Refused
from converter.rewrite.serving.eval_texts import Evaluated
from converter.rewrite.serving.expressions import kind_of
from converter.rewrite.serving.work import Work


def kind_of_evaluated(does: Evaluated, frame: ast.expr, work: Work, columns: Columns) -> Kind:
    """`df.eval(text)`: the frame with what the text makes, else what it computes. Raises Refused."""
    wanted = Columns(does.reads)
    if does.makes or does.why_not:
        wanted = columns.without(*does.makes).also(does.reads)
    kind = kind_of(frame, work, wanted)
    if kind == "rows":
        check_text(does, work)
    return kind


def check_text(does: Evaluated, work: Work) -> None:
    """Nothing. Raises Refused for a text that is not of each row alone."""
    if does.why_not:
        raise Refused(does.why_not, work.order)
    for name in sorted(does.names):
        if work.tracer.name(name, work.order) == "rows":
            raise Refused(f"eval() reads rows by the name @{name}; make them a column", work.order)
