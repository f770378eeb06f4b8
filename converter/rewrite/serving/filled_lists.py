"""Lists that a loop fills with what it makes of each of an estimator's answers."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from converter.model.dataflow import Statement
from converter.rewrite.serving.around import texts_around, tree_of
from converter.rewrite.serving.each_answer import back_in_expression
from converter.rewrite.serving.parts import given_to
from converter.rewrite.serving.tracing import Tracer


@dataclass(frozen=True)
class Listed:
    """A list made of answers by a loop: the texts around them, its name, and if a transformation is taken back."""

    before: str
    after: str
    back: bool
    target: str


def listed_in(statement: Statement, name: str, tracer: Tracer) -> Listed | None:
    """What a loop makes of each of `name`'s values: `for one in name: prices.append(np.exp(one))`."""
    match tree_of(statement):
        case ast.For(
            target=ast.Name(id=own),
            iter=ast.Name(id=given),
            body=[
                ast.Expr(
                    ast.Call(
                        func=ast.Attribute(value=ast.Name(id=target), attr="append"),
                        args=[value],
                        keywords=[],
                    )
                )
            ],
            orelse=[],
        ) if (
            given == name
        ):
            pass
        case _:
            return None
    back = back_in_expression(own, value, statement, tracer, of_number=True)
    if back is None or not _begins_empty(target, statement, tracer):
        return None
    (one,) = (p for p in ast.walk(value) if isinstance(p, ast.Name) and p.id == own)
    before, after = texts_around(one, value, statement, tracer)
    return Listed(f"[{before}{own}{after} for {own} in ", "]", bool(back), target)


def _begins_empty(name: str, loop: Statement, tracer: Tracer) -> bool:
    """True where nothing but the loop puts anything into the list `name`."""
    changing = [s for s in tracer.statements if name in s.mutates and s.order != loop.order]
    given = [v for s in tracer.statements if name in s.binds for v in given_to(name, s.node)]
    return not changing and [ast.unparse(each) for each in given] in (["[]"], ["list()"])
