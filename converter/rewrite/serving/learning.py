"""Transformers that learn from the rows that they transform, and estimators that learn again later."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from converter.model.dataflow import Statement
from converter.rewrite.serving import rowwise
from converter.rewrite.serving.chain import Kind
from converter.rewrite.serving.parts import base_of
from converter.rewrite.serving.work import Work
from converter.syntax.text import Edit


def rows_of(call: ast.Call) -> list[ast.expr]:
    """What `fit_transform` transforms: `X` of `fit_transform(X, y)`."""
    return [*call.args, *(word.value for word in call.keywords if word.arg == "X")][:1]


def learned(node: ast.Call, func: ast.Attribute, work: Work) -> Kind:
    """`scaler.fit_transform(X)` is served as `scaler.transform(X)`, by what was learned here."""
    call_start, owner_end = work.offsets.start(node), work.offsets.end(func.value)
    owner = work.source(func.value)
    if any(isinstance(part, ast.Call) for part in ast.walk(func.value)):
        owner = work.frozen_before(owner, "transformer")
        work.train.append(Edit(call_start, owner_end, owner))
    elif _learns_again(func.value, owner, work):
        hint = _hint(base_of(func.value), work)
        owner = work.frozen_after(f"copy.deepcopy({owner})", hint)
    work.serve.append(Edit(call_start, work.offsets.end(func), f"{owner}.transform"))
    for rows in rows_of(node) if len(node.args) + len(node.keywords) > 1 else ():
        work.serve.append(Edit(work.offsets.end(rows), work.offsets.end(node) - 1, ""))
    return "rows"


def as_it_was(owner: ast.expr, work: Work) -> None:
    """Nothing; an estimator that learns again after it was asked is kept as it was then."""
    text = work.source(owner)
    if not isinstance(owner, ast.Name) or text in work.tracer.local:
        return
    if work.round is not None:
        again = learns_in(work.statement, text)
    else:
        again = _learns_again(owner, text, work)
    if again:
        hint = _hint(text, work)
        work.replace(owner, work.frozen_after(f"copy.deepcopy({text})", hint))


def _hint(text: str, work: Work) -> str:
    """What an estimator is called that is kept as it was: by the column that it makes, `encoder_town`."""
    if work.round is not None:
        return text
    match work.tree:
        case ast.Assign(targets=[ast.Subscript(slice=ast.Constant(value=str(column)))]):
            return f"{text}_{column}"
        case ast.Assign(targets=[ast.Attribute(attr=column)]):
            return f"{text}_{column}"
    return f"{text}_then"


def _learns_again(node: ast.expr, text: str, work: Work) -> bool:
    """True when at the end of training the transformer is another, or knows something else."""
    later = [s for s in work.tracer.statements if s.order > work.order]
    if isinstance(node, ast.Name) and node.id in work.tracer.local:  # bound in each round
        return any(learns_in(s, text) and node.id not in s.binds for s in later)
    if work.round is not None and isinstance(node, ast.Name):
        return True
    bound = isinstance(node, ast.Name)
    return any(learns_in(s, text) or (bound and text in s.binds) for s in later)


def learns_in(statement: Statement, text: str) -> bool:
    """True for a statement that fits the transformer or estimator of that name."""
    return any(
        isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute)
        and part.func.attr in rowwise.FITTING | rowwise.LEARNING
        and ast.unparse(part.func.value) == text
        for part in ast.walk(statement.node)
    )


def as_now(name: str, later: Sequence[Statement]) -> str:
    """The text of what `name` is before the statements `later`, a copy of what changes in place; "" if it stays."""
    if any(learns_in(each, name) or _fills(each.node, name) for each in later):
        return f"copy.deepcopy({name})"
    return name if any(name in each.binds for each in later) else ""


def _fills(node: ast.stmt, name: str) -> bool:
    """True for a statement that puts something into the table or array `name`."""
    return any(
        isinstance(part, ast.Subscript)
        and isinstance(part.ctx, ast.Store)
        and isinstance(part.value, ast.Name)
        and part.value.id == name
        for part in ast.walk(node)
    )
