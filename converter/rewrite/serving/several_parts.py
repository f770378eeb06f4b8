"""Answers of several parts, `mean, std = model.predict(X, return_std=True)`, and what is made of them.

The service says each under the notebook's own name, beside the values that it computes from them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from converter.model.dataflow import Statement
from converter.rewrite.serving.around import is_same_for_all
from converter.rewrite.serving.ask import Ask, in_brackets
from converter.rewrite.serving.asked import call_in
from converter.rewrite.serving.each_answer import BACK, EACH, OPERATORS
from converter.rewrite.serving.parts import constant_of
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed

MOST = 6
FUNCTIONS = BACK | EACH | {"log", "log1p", "sqrt"}


def with_parts(ask: Ask, tracer: Tracer) -> Ask:
    """The question with the names of the parts of its answer, and what is made of these."""
    statement = next(s for s in tracer.statements if s.order == ask.order)
    tree = parsed(statement.text).body[0]
    match tree:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Call() as value):
            names = tuple(each.id for each in targets if isinstance(each, ast.Name))
        case _:
            return ask
    plain = not (ask.text or ask.around or ask.decisions or ask.there or ask.by != ask.method)
    once = all(_is_bound_once(name, tracer) for name in names)
    if not (plain and once and len(names) == len(targets) and call_in(tree, ask) is not None):
        return ask
    if ast.dump(value) != ast.dump(call_in(tree, ask) or value):
        return ask
    made: dict[str, str] = {}
    until = ask.order
    for later in (s for s in tracer.statements if s.order > ask.order):
        for key, part in _kept(later):
            known = {*names, *made}
            if len(made) < MOST and key not in known and _is_made_of(part, known, later, tracer):
                made[key] = in_brackets(ast.get_source_segment(later.text, part) or "")
                until = later.order
    return replace(ask, parts=names, made=tuple(made.items()), until=max(ask.until, until))


def _kept(statement: Statement) -> Iterator[tuple[str, ast.expr]]:
    """What an assignment keeps under a name, and the columns of a frame that it makes."""
    match parsed(statement.text).body[0]:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, value
            match value:
                case ast.Call(func=function, args=[ast.Dict(keys=keys, values=values), *_]):
                    if last_name(function) == "DataFrame":
                        for key, each in zip(keys, values, strict=True):
                            if key is not None and (column := constant_of(key)):
                                yield column, each


def _is_made_of(value: ast.expr, known: set[str], statement: Statement, tracer: Tracer) -> bool:
    """True for arithmetic with the `known` values of each row, and with what is the same for all."""
    names = {part.id for part in ast.walk(value) if isinstance(part, ast.Name)}
    if isinstance(value, ast.Name) or not names & known:
        return False
    return _is_of_each(value, known, statement, tracer)


def _is_of_each(node: ast.expr, known: set[str], statement: Statement, tracer: Tracer) -> bool:
    match node:
        case ast.Name(id=name) if name in known:
            return True
        case ast.Name(id=name):
            return _is_bound_once(name, tracer) and is_same_for_all(node, statement, tracer)
        case ast.Constant():
            return True
        case ast.UnaryOp(operand=operand):
            return _is_of_each(operand, known, statement, tracer)
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, OPERATORS):
            return all(_is_of_each(each, known, statement, tracer) for each in (left, right))
        case ast.Call(func=ast.Attribute(value=ast.Name(id=module)), args=args, keywords=[]):
            own = module in tracer.static and last_name(node.func) in FUNCTIONS
            return own and all(_is_of_each(each, known, statement, tracer) for each in args)
    return False


def _is_bound_once(name: str, tracer: Tracer) -> bool:
    return sum(name in s.binds | s.mutates for s in tracer.statements) == 1
