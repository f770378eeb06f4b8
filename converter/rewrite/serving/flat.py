"""An answer of one column is a number for each row: `y = df[["fare"]]`, `model.fit(X, y)`, `model.predict(X).ravel()`."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from converter.model.dataflow import Statement
from converter.rewrite.serving.ask import Ask
from converter.rewrite.serving.tracing import Tracer
from converter.rewrite.serving.versions import fit_of, split_of

DEEPEST = 6


def with_numbers(ask: Ask, tracer: Tracer) -> Ask:
    """The question, whose answers are numbers where the estimator learned a target of one column."""
    plain = not (ask.text or ask.decisions or ask.parts or ask.there or ask.key)
    bare = f"{ask.asking}({ask.word}", f"{ask.beside})"
    if ask.method != "predict" or not plain or ask.around not in (None, bare):
        return ask
    targets = [
        (target, statement.order)
        for statement in tracer.statements
        if ask.since <= statement.order < ask.before
        if (call := fit_of(statement.node, ask.estimator)) is not None
        for target in [*call.args[1:2], *(w.value for w in call.keywords if w.arg == "y")]
    ]
    if not targets or not all(
        _is_one_column(target, order, tracer.statements, DEEPEST) for target, order in targets
    ):
        return ask
    return replace(ask, around=(bare[0], f"{bare[1]}.ravel()"))


def _is_one_column(
    value: ast.expr, order: int, statements: Sequence[Statement], deepest: int
) -> bool:
    """True for `df[["fare"]]` and `column.reshape(-1, 1)`, or a name that holds such."""
    match value:
        case ast.Subscript(slice=ast.List(elts=[ast.Constant(value=str())])):
            return True
        case ast.Call(func=ast.Attribute(attr="reshape"), args=args):
            return [ast.unparse(each) for each in args] in (["-1", "1"], ["(-1, 1)"])
        case ast.Name(id=name) if deepest:
            bound = [s for s in statements if s.order < order and name in s.binds]
            if not bound:
                return False
            part = split_of(bound[-1].node, name, statements)
            match bound[-1].node:
                case ast.Assign(targets=[ast.Name()], value=given):
                    part = given
            return part is not None and _is_one_column(
                part, bound[-1].order, statements, deepest - 1
            )
    return False
