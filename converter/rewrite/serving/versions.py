"""Estimators whose name is another's later, or that learn something else later: serving asks the one that was asked.

`model.fit(X, y)`, `model.predict(X)`, then `model = Ridge()` or `model.fit(X, np.log(y))`: training keeps the
first. What learns the same again from more of its rows, `model.fit(X, y)` after `model.fit(X_train, y_train)`,
is the one that the notebook ends with.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from dataclasses import replace

from converter.model.dataflow import Statement
from converter.rewrite.serving.ask import TOLD, Ask, rows_asked
from converter.rewrite.serving.learning import learns_in
from converter.rewrite.serving.splits import parts_of_split
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.dotted import last_name

JOINING = frozenset("append concat concatenate hstack vstack".split())
Lesson = tuple[str, ...]


def as_asked(ask: Ask, tracer: Tracer) -> Ask:
    """The question, which tells between which statements the estimator is this one, and its name if training keeps it."""
    name, statements = ask.estimator, tracer.statements
    if ask.text or ask.there or ask.key or not name.isidentifier():
        return ask
    bound = [s.order for s in statements if name in s.binds]
    taught = [s.order for s in statements if _teaches(s, name)]
    own = max((order for order in taught if order <= ask.order), default=0)
    lesson = _lesson(own, name, statements) if own else ()
    others = [
        order
        for order in taught
        if order > ask.order and (not lesson or _lesson(order, name, statements) != lesson)
    ]
    since = max((order for order in (*bound, *taught) if order <= ask.order), default=0)
    before = min((o for o in (*bound, *others) if o > ask.order), default=sys.maxsize)
    ask = replace(ask, since=since, before=before)
    if before == sys.maxsize:
        return ask
    first_bound = min((order for order in bound if order > ask.order), default=sys.maxsize)
    copied = any(ask.order < order < first_bound for order in taught)
    text = f"copy.deepcopy({name})" if copied else name
    return replace(ask, kept=tracer.kept(ask.order, text, f"{name}_then", after=ask.by in TOLD))


def _teaches(statement: Statement, name: str) -> bool:
    """True for a statement that fits the estimator of that name, itself or in a function that it calls."""
    if name in statement.binds:
        return fit_of(statement.node, name) is not None
    return learns_in(statement, name) or name in statement.mutates


def fit_of(node: ast.stmt, name: str) -> ast.Call | None:
    """The call that fits the estimator: `model.fit(X, y)`, `model = Ridge().fit(X, y)`."""
    match node:
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(value=ast.Name(id=own), attr="fit")) as call
        ):
            return call if own == name else None
        case ast.Assign(
            targets=[ast.Name(id=own)],
            value=ast.Call(func=ast.Attribute(attr="fit")) as call,
        ):
            return call if own == name or ast.unparse(call.func) == f"{name}.fit" else None
    return None


def _lesson(order: int, name: str, statements: Sequence[Statement]) -> Lesson:
    """The rows and the target of which the estimator learns some or all there; () where that is not plain."""
    call = fit_of(next(s for s in statements if s.order == order).node, name)
    if call is None:
        return ()
    named = [word.value for word in call.keywords if word.arg == "y"]
    values = [rows_asked(call), *call.args[1:2], *named]
    return tuple(_source(each, order, statements) for each in values if each is not None)


def _source(value: ast.expr, order: int, statements: Sequence[Statement]) -> str:
    """What a value is some or all rows of: a name, with the statement that bound it; or its text."""
    match value:
        case ast.Name(id=name):
            bound = [s for s in statements if s.order < order and name in s.binds | s.mutates]
            if not bound:
                return name
            last = bound[-1]
            split = split_of(last.node, name, statements)
            return _source(split, last.order, statements) if split else f"{name} {last.order}"
        case ast.Call(func=function, args=[first, *_]) if last_name(function) in JOINING:
            parts = first.elts if isinstance(first, ast.List | ast.Tuple) else [first]
            sources = {_source(part, order, statements) for part in parts}
            if len(sources) == 1:
                return sources.pop()
    return f"{ast.unparse(value)} {order}"


def split_of(node: ast.stmt, name: str, statements: Sequence[Statement]) -> ast.expr | None:
    """What `name` is a part of, where a statement splits it for training and test."""
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Call(args=args) as call):
            parts = parts_of_split(call, len(targets), statements)
            places = [i for i, t in enumerate(targets) if isinstance(t, ast.Name) and t.id == name]
            if parts and places and len(targets) == parts * len(args):
                return args[places[0] // parts]
    return None
