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

# What fits what it is given, not copies of it.
IN_PLACE = frozenset({"FeatureUnion", "Pipeline", "make_pipeline", "make_union"})
JOINING = frozenset("append concat concatenate hstack vstack".split())
Lesson = tuple[str, ...]


def as_asked(ask: Ask, tracer: Tracer) -> Ask:
    """The question, which tells between which statements the estimator is this one, and its name if training keeps it."""
    name, statements = ask.estimator, tracer.statements
    if ask.text or ask.there or ask.key or not name.isidentifier():
        return ask
    bound = [s.order for s in statements if name in s.binds]
    taught = [s.order for s in statements if _teaches(s, name, statements)]
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


def _teaches(statement: Statement, name: str, statements: Sequence[Statement]) -> bool:
    """True for a statement that fits the estimator of that name, itself or in a function that it calls."""
    if name in statement.binds:
        return fit_of(statement.node, name) is not None
    if learns_in(statement, name) or _fits_each(statement.node, name, statements):
        return True
    if _fits_within(statement.node, name, statements):
        return True
    return name in statement.mutates and not _copied_by(statement.node, name, statements)


def _fits_each(node: ast.stmt, name: str, statements: Sequence[Statement]) -> bool:
    """True for `for key, each in models.items(): each.fit(X, y)` over a table that has the estimator."""
    if not isinstance(node, ast.For):
        return False
    own = {part.id for part in ast.walk(node.target) if isinstance(part, ast.Name)}
    fits = any(
        isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute)
        and part.func.attr == "fit"
        and isinstance(part.func.value, ast.Name)
        and part.func.value.id in own
        for part in ast.walk(node)
    )
    tables = [node.iter, *_made(_names(node.iter), statements)]
    return fits and any(name in _names(table) for table in tables)


def _fits_within(node: ast.stmt, name: str, statements: Sequence[Statement]) -> bool:
    """True for `whole.fit(X, y)` of a pipeline with the estimator in it."""
    fitted = {
        part.func.value.id
        for part in ast.walk(node)
        if isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute)
        and part.func.attr in ("fit", "fit_transform")
        and isinstance(part.func.value, ast.Name)
    }
    return any(
        isinstance(part, ast.Call) and last_name(part.func) in IN_PLACE and name in _names(part)
        for made in _made(fitted, statements)
        for part in ast.walk(made)
    )


def _copied_by(node: ast.stmt, name: str, statements: Sequence[Statement]) -> bool:
    """True where only searches and the like are given the estimator, which fit copies of it: `RFE(model).fit(X, y)`."""
    if name in _names(node):
        values: list[ast.expr | ast.stmt] = [node]
    else:  # `search.fit(X, y)`, or `model.fit(X, y)` of what a search was given
        values = [each for each in _made(_names(node), statements) if name in _names(each)]
        if not values:
            own = [each for each in _made({name}, statements) if _names(each) & _names(node)]
            return bool(own) and all(
                isinstance(each, ast.Call)
                and last_name(each.func)[:1].isupper()
                and last_name(each.func) not in IN_PLACE
                for each in own
            )
    uses = [part for each in values for part in ast.walk(each) if _is(part, name)]
    given = [
        argument
        for each in values
        for call in ast.walk(each)
        if isinstance(call, ast.Call) and last_name(call.func)[:1].isupper()
        if last_name(call.func) not in IN_PLACE
        for argument in (*call.args, *(word.value for word in call.keywords))
        if _is(argument, name)
    ]
    return bool(uses) and len(given) == len(uses)


def _names(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _is(part: ast.AST, name: str) -> bool:
    return isinstance(part, ast.Name) and part.id == name


def _made(names: set[str], statements: Sequence[Statement]) -> list[ast.expr]:
    """What plain assignments bind names to."""
    return [
        each.node.value
        for each in statements
        if isinstance(each.node, ast.Assign) and each.binds & names
    ]


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
