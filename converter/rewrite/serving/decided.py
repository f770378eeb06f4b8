"""What a notebook decides by an estimator's answers: `(model.predict_proba(X)[:, 1] >= 0.4).astype(int)`.

Where the notebook keeps what it decided, that is what its user would act on: the service says it beside
the probabilities, under the notebook's own name, with the threshold that training chose.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeGuard

from converter.model.dataflow import Statement
from converter.rewrite.serving.around import (
    forget_unread,
    is_same_for_all,
    parents_of,
    part_like,
    texts_around,
    tree_of,
)
from converter.rewrite.serving.ask import Ask, Decision
from converter.rewrite.serving.asked import questions_in
from converter.rewrite.serving.each_answer import is_each, outer_of
from converter.rewrite.serving.held import series_of
from converter.rewrite.serving.labels import gives_names, is_table_of_names, looks_up_names
from converter.rewrite.serving.models_told import says_shares
from converter.rewrite.serving.parts import along_row, by_axis, is_plain
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.dotted import last_name

MOST_STEPS = 4
MOST = 4
"""Decisions that are served; a notebook that keeps more of them compares thresholds."""
ORDERS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
# Functions of answers, and methods of them, that sort each answer by what is the same for all rows.
SORTING = frozenset({"cut", "digitize", "where"})
MAPPING = frozenset({"apply", "map"})
ROUNDING = frozenset({"rint", "round"})
JUDGING = ("_score", "_report", "_matrix")


@dataclass(frozen=True)
class _Said:
    """An expression made of answers: the text around them, and the text that it is kept as.

    `key` is the name or column that keeps it, `judged` that a metric gets it; `decides` is True where it
    sorts answers, `by_share` where it does by a share of one or gives names; `loose` needs parentheses inside of another.
    """

    before: str
    after: str
    order: int
    decides: bool = False
    by_share: bool = False
    loose: bool = False
    kept: str = ""
    key: str = ""
    judged: bool = False


def with_decisions(ask: Ask, tracer: Tracer) -> Ask:
    """The question with what the notebook decides by its answers and keeps, or at least has judged."""
    if ask.is_in_a_table:
        return ask
    known = frozenset(tracer.chain.frozen)
    shares = "predict" not in (ask.method, ask.by if ask.text else "") or says_shares(ask, tracer)
    said = [
        each
        for each in sorted(_all_said(ask, tracer), key=lambda each: each.order)
        if each.decides and (each.by_share or shares)
    ]
    by_text: dict[tuple[str, str], _Said] = {}
    for each in said:
        if each.key:
            by_text.setdefault((each.before, each.after), each)
    found = {each.key: each for each in by_text.values()}
    judged = [each for each in said if each.judged]
    if not found and len({(each.before, each.after) for each in judged}) == 1:
        found = {"decision": judged[-1]}
    if len(found) > MOST:
        found = {}
    decisions = tuple(Decision(key, each.before, each.after) for key, each in found.items())
    forget_unread(tracer, known, ", ".join(["_", *(each.text("_") for each in decisions)]))
    until = max([ask.until, *(each.order for each in found.values())])
    return replace(ask, decisions=decisions, until=until)


def _all_said(ask: Ask, tracer: Tracer) -> Iterator[_Said]:
    """All expressions made of the answers to a question, also by names that hold them."""
    waiting: list[tuple[Statement, ast.expr, _Said, int]] = [
        (statement, call, _Said("", "", statement.order), 0)
        for statement in tracer.statements
        for call in questions_in(statement, ask)
    ]
    while waiting:
        statement, part, said, steps = waiting.pop(0)
        if not isinstance(statement.node, ast.Assign | ast.AnnAssign | ast.Expr):
            continue
        found = _said(statement, part, said, tracer)
        yield found
        if found.kept and steps < MOST_STEPS:
            for later, read in _readings(found.kept, statement.order, tracer):
                waiting.append((later, read, found, steps + 1))


def _readings(kept: str, order: int, tracer: Tracer) -> Iterator[tuple[Statement, ast.expr]]:
    """Where later statements read what is kept as a name or a column, until it is another."""
    owner = kept.partition("[")[0]
    for statement in tracer.statements:
        if statement.order <= order:
            continue
        if owner in statement.reads:
            for part in ast.walk(tree_of(statement)):
                reads = isinstance(getattr(part, "ctx", None), ast.Load)
                if reads and isinstance(part, ast.Name | ast.Subscript):
                    if ast.unparse(part) == kept:
                        yield statement, part
        if owner in statement.binds or kept == _kept_as(statement.node)[0]:
            return


def _kept_as(node: ast.stmt) -> tuple[str, str]:
    """The text by which later statements read what an assignment keeps, and its name; "" for others."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name, name
        case ast.Assign(
            targets=[
                ast.Subscript(value=ast.Name(), slice=ast.Constant(value=str(column))) as target
            ]
        ):
            return ast.unparse(target), column
    return "", ""


def _said(statement: Statement, answers: ast.expr, said: _Said, tracer: Tracer) -> _Said:
    """The largest expression around `answers` that has one value for each row."""
    tree = tree_of(statement)
    parents = parents_of(tree)
    node = part_like(answers, parents)
    top, decides, by_share = node, said.decides, said.by_share
    while True:
        outer = outer_of(top, parents)
        if outer is None:
            break
        if _sorts(outer, top, statement, tracer):
            decides, by_share = True, by_share or _is_share(outer) or gives_names(outer, tracer)
        elif not (_is_column(outer, top) or is_each(outer, top, statement, tracer)):
            named = _is_name_of(outer, top) and is_same_for_all(outer.value, statement, tracer)
            if not named:
                break
        top = outer
    before, after = texts_around(node, top, statement, tracer)
    if isinstance(node, ast.Subscript) and isinstance(parents[node], ast.Attribute):
        series = series_of(tracer)  # a column has methods that answers have not
        if not series:
            return _Said("", "", statement.order)
        before, after = f"{before}{series}(", f"){after}"
    elif said.loose and (before or after):
        before, after = f"{before}(", f"){after}"
    plain = isinstance(top, ast.Name | ast.Call | ast.Subscript)
    loose = said.loose if top is node else not plain
    found = _Said(
        before + said.before, said.after + after, statement.order, decides, by_share, loose
    )
    match parents.get(top):
        case ast.Assign() | ast.AnnAssign():
            kept, key = _kept_as(tree)
            return replace(found, kept=kept, key=key)
        case ast.Dict(keys=keys, values=values):
            key_of = keys[values.index(top)]
            if isinstance(key_of, ast.Constant) and isinstance(key_of.value, str):
                kept = _column_of(tree, "DataFrame", key_of.value)
                return replace(found, key=key_of.value, kept=kept)
        case ast.keyword(arg=str(key)) as word:
            call = parents[word]
            if isinstance(call, ast.Call) and last_name(call.func) == "assign":
                return replace(found, key=key, kept=_column_of(tree, "assign", key))
        case ast.Call(func=function) if last_name(function).endswith(JUDGING):
            return replace(found, judged=True)
    return found


def _column_of(tree: ast.stmt, called: str, column: str) -> str:
    """The text by which a column is read of the frame that a statement makes by such a call; or ""."""
    match tree:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=function)):
            return f"{name}[{column!r}]" if last_name(function) == called else ""
    return ""


def _is_column(outer: ast.expr, inner: ast.expr) -> bool:
    """True for one column of a table of answers, `[:, 1]`, and for answers as another kind of list."""
    match outer:
        case ast.UnaryOp(op=ast.USub()):
            return True
        case ast.Call(func=ast.Attribute(value=owner, attr="max" | "min" | "sum")):
            return owner is inner and by_axis(outer)  # the largest share of each row
        case ast.Call(func=function, args=[only], keywords=[]) if only is inner:
            return last_name(function) in ("Series", "list")
        case ast.Subscript(
            value=value, slice=ast.Tuple(elts=[ast.Slice(lower=None, upper=None, step=None), place])
        ):
            return value is inner and isinstance(place, ast.Constant | ast.UnaryOp)
    return False


def _is_name_of(outer: ast.expr, inner: ast.expr) -> TypeGuard[ast.Subscript]:
    """True for the name of the likeliest: `names[shares.argmax(axis=1)]`."""
    match outer:
        case ast.Subscript(slice=ast.Call(func=function) as index):
            return index is inner and last_name(function) == "argmax"
    return False


def _sorts(outer: ast.expr, inner: ast.expr, statement: Statement, tracer: Tracer) -> bool:
    """True for what says of each answer which of a few it is, by what is the same for all rows."""
    match outer:
        case ast.Compare(left=left, ops=[order], comparators=[right]):
            others = [right if left is inner else left]
            known = isinstance(order, ORDERS)
        case ast.Call(func=ast.Attribute(value=owner, attr=name), args=others) if owner is inner:
            known = name in MAPPING or (name == "replace" and is_table_of_names(others))
            known = known or _is_largest(outer, name) or _rounds(name, outer, others)
        case ast.Call(func=function, args=[first, *others]) if first is inner:
            name = last_name(function)
            known = name in SORTING and (name != "cut" or _has_edges(outer))
            known = known or _is_largest(outer, name) or _rounds(name, outer, others)
        case ast.ListComp(
            elt=element, generators=[ast.comprehension(target=target, iter=rows, ifs=[])]
        ) if (rows is inner):
            own = {part.id for part in ast.walk(target) if isinstance(part, ast.Name)}
            parts = list(ast.walk(element))
            others = [p for p in parts if isinstance(p, ast.Name) and p.id not in own]
            known = any(isinstance(part, ast.IfExp | ast.Compare) for part in parts)
            known = known or looks_up_names(outer, tracer)
        case _:
            return False
    words = [word.value for word in outer.keywords] if isinstance(outer, ast.Call) else []
    return known and all(is_same_for_all(each, statement, tracer) for each in (*others, *words))


def _is_share(outer: ast.expr) -> bool:
    """True for what only answers that are shares of one are asked: of `predict`, not all are."""
    match outer:
        case ast.Compare(left=left, comparators=[right]):
            numbers = [each.value for each in (left, right) if isinstance(each, ast.Constant)]
            return any(isinstance(each, float) and 0 < each < 1 for each in numbers)
        case ast.Call(func=function, args=[ast.Compare() as test, _, _]) if (
            last_name(function) == "where"
        ):
            return _asks_label(test)
        case ast.Call(func=function):
            return last_name(function) == "argmax"
        case ast.ListComp(elt=ast.IfExp(test=ast.Compare() as test)):
            return _is_share(test) or _asks_label(test)
    return False


def _asks_label(test: ast.Compare) -> bool:
    """True for `pred == -1`: a number that is computed is never asked whether it is just that."""
    match test:
        case ast.Compare(ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
            return is_plain(right) and not isinstance(ast.literal_eval(right), float)
    return False


def _is_largest(call: ast.Call, name: str) -> bool:
    """True for `argmax` along each row."""
    return name == "argmax" and along_row(call)


def _rounds(name: str, call: ast.Call, others: list[ast.expr]) -> bool:
    """True for rounding to whole numbers, which sorts shares by a half."""
    return name in ROUNDING and not others and not call.keywords


def _has_edges(call: ast.Call) -> bool:
    """True for bins that are written down: a number of bins would have edges of the rows' own."""
    bins = next((word.value for word in call.keywords if word.arg == "bins"), None)
    return isinstance(bins or call.args[-1], ast.List | ast.Tuple)
