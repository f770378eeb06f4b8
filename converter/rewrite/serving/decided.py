"""What a notebook decides by an estimator's answers: `(model.predict_proba(X)[:, 1] >= 0.4).astype(int)`.

Where the notebook keeps what it decided, that is what its user would act on: the service says it beside
the probabilities, under the notebook's own name, with the threshold that training chose.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from converter.model.dataflow import Statement
from converter.rewrite.serving.amended import sets_some
from converter.rewrite.serving.around import (
    forget_unread,
    is_same_for_all,
    parents_of,
    part_like,
    tree_of,
)
from converter.rewrite.serving.ask import TIGHT, Ask, Decision, is_listed, is_loose
from converter.rewrite.serving.asked_rows import rows_of
from converter.rewrite.serving.beside import is_kept_apart, told_beside
from converter.rewrite.serving.chain import Refused
from converter.rewrite.serving.drawn import may_draw
from converter.rewrite.serving.each_answer import is_each, outer_of
from converter.rewrite.serving.graded import Graded, graded
from converter.rewrite.serving.kept_answers import (
    LOST,
    as_series,
    changes,
    column_of,
    in_series,
    kept_in,
    owner_of,
    reads_in,
    set_anew,
    told_in,
)
from converter.rewrite.serving.labels import (
    gives_names,
    is_name_of,
    is_share,
)
from converter.rewrite.serving.made_answers import said_around
from converter.rewrite.serving.masks import following
from converter.rewrite.serving.models_told import says_shares
from converter.rewrite.serving.of_one_row import of_each_row
from converter.rewrite.serving.parts import by_axis
from converter.rewrite.serving.per_answer import PerAnswer
from converter.rewrite.serving.relabelled import Texts, relabelled_again
from converter.rewrite.serving.sorting import sorts
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.dotted import last_name

MOST_STEPS = 4
MOST = 4
"""Decisions that are served; a notebook that keeps more of them compares thresholds."""
JUDGING = ("_score", "_report", "_matrix")


@dataclass(frozen=True)
class _Said:
    """An expression made of answers: the text around them, and the text that it is kept as.

    `key` is the name or column that keeps it, `judged` what to call it where a metric gets it, or it is shown as a
    name; `decides` is True where it sorts answers, `by_share` where it does by a share of one or gives names;
    `loose` needs parentheses inside of another. `rows` is the name of what was asked about. One that is kept
    `apart` is told, too, where it sorts nothing. One that is `lost` was kept until then: what the statement makes
    of it cannot be told of each answer alone.
    """

    before: str
    after: str
    order: int
    decides: bool = False
    by_share: bool = False
    loose: bool = False
    kept: str = ""
    key: str = ""
    judged: str = ""
    lost: bool = False
    apart: bool = False
    rows: str = ""

    @property
    def texts(self) -> tuple[str, str]:
        return self.before, self.after

    @property
    def in_parts(self) -> tuple[str, str]:
        """The texts before and after the answers, for more around them."""
        return (f"({self.before}", f"{self.after})") if self.loose else (self.before, self.after)


def with_decisions(ask: Ask, tracer: Tracer) -> Ask:
    """The question with what the notebook decides by its answers and keeps, or at least has judged."""
    if ask.is_in_a_table:
        return ask
    known = frozenset(tracer.chain.frozen)
    shares = "predict" not in (ask.method, ask.by if ask.text else "") or says_shares(ask, tracer)
    told = sorted(_all_said(ask, tracer), key=lambda each: each.order)
    said = [each for each in told if each.decides and (each.by_share or shares)]
    others = [each.texts for each in told if each.key and each not in said]
    final = {each.key: each for each in told}
    beside = [e for e in told if e.apart and e not in said and final[e.key].texts == e.texts]
    beside = [e for e in beside if not final[e.key].lost]
    beside = [e for e in beside if told_beside(e.texts, [] if "[" in e.kept else others, ask)]
    last = {each.key: each for each in said if each.key}
    by_text: dict[tuple[str, str], _Said] = {}
    for each in said:
        if each.key and not last[each.key].lost:
            by_text.setdefault(each.texts, each)
    for key, lost in last.items():
        if lost.lost:
            tracer.chain.unsaid[key] = Refused(LOST, lost.order)
    found = {each.key: each for each in by_text.values()}
    judged = [each for each in said if each.judged]
    if not found and len({each.texts for each in judged}) == 1:
        found = {judged[-1].judged: judged[-1]}
    if len(found) > MOST:
        found = {}
    beside = [e for e in reversed(beside) if e.key not in found]
    once = {each.texts: each for each in beside}  # under the first of its names
    if len(once) <= MOST:  # they are kept, and no thresholds to compare
        found |= {each.key: each for each in reversed(once.values())}
    found = dict(sorted(found.items(), key=lambda each: each[1].order))
    decisions = tuple(Decision(key, each.before, each.after) for key, each in found.items())
    forget_unread(tracer, known, ", ".join(["_", *(each.text("_", "_") for each in decisions)]))
    until = max([ask.until, *(each.order for each in found.values())])
    return replace(ask, decisions=decisions, until=until)


def _all_said(ask: Ask, tracer: Tracer) -> Iterator[_Said]:
    """All expressions made of the answers to a question, also by names that hold them."""
    one_row = of_each_row(tracer.statements)
    waiting: list[tuple[Statement, ast.expr | None, _Said, int]] = [
        (statement, call, _Said("", "", statement.order, rows=rows_of(call)), 0)
        for each in tracer.statements
        for statement in [one_row.get(each.order, each)]
        for call in told_in(statement, ask)
    ]
    while waiting:
        statement, part, said, steps = waiting.pop(0)
        if part is None:
            yield said
            continue
        if not isinstance(statement.node, ast.Assign | ast.AnnAssign | ast.Expr):
            continue
        if not steps and (grades := graded(statement, ast.unparse(part), tracer, said.rows)):
            statement, part = grades.statement, grades.made.value
            said = _graded(said, grades, tracer)
        found = _said(statement, part, said, tracer)
        yield found
        if found.kept and steps < MOST_STEPS:
            for later, read, there in _readings(found, statement.order, tracer):
                waiting.append((later, read, there, steps + 1))


def _readings(
    found: _Said, order: int, tracer: Tracer
) -> Iterator[tuple[Statement, ast.expr | None, _Said]]:
    """Where later statements read what is kept as a name or a column, until it is another, and what it is there.

    Without a place to read it: what a statement that changes it in place leaves.
    """
    kept = found.kept
    for statement, said in following(kept, order, tracer, found.rows):
        if around := set_anew(said, kept, tracer):
            begun, ended = _in_parts(found, tracer)
            before, after = relabelled_again(found.before, found.after, Texts(*around)) or (
                around[0] + begun,
                ended + around[1],
            )
            texts = replace(found, before=before, after=after, loose=is_loose(before, after))
            found = replace(texts, order=statement.order)
            yield statement, None, found
            continue
        parts = reads_in(tree_of(said), kept)
        in_place = said is statement and changes(statement, kept)
        ends = owner_of(kept) in statement.binds or kept == kept_in(said.node)[0]
        if in_place or (ends and parts):
            yield statement, None, replace(found, order=statement.order, lost=True)
        if in_place:
            return
        if grades := graded(said, kept, tracer, found.rows):
            yield grades.statement, grades.made.value, _graded(found, grades, tracer)
        for part in () if grades else parts:
            yield said, part, found
        if ends:
            return


def _in_parts(found: _Said, tracer: Tracer) -> tuple[str, str]:
    """The texts before and after the answers, for more around them: a list that a frame keeps is a column there."""
    listed = "[" in found.kept and is_listed(*found.texts)
    series = in_series(("", ""), tracer) if listed else None
    return (series[0] + found.before, found.after + series[1]) if series else found.in_parts


def _graded(found: _Said, grades: Graded, tracer: Tracer) -> _Said:
    """What is said with the grades that a statement makes of it."""
    before, after = grades.made.of(*_in_parts(found, tracer))
    named = found.by_share or grades.names
    decides = found.decides or grades.decides
    texts = replace(found, before=before, after=after, loose=is_loose(before, after))
    return replace(texts, decides=decides, by_share=named, apart=grades.amends)


def _said(statement: Statement, answers: ast.expr, said: _Said, tracer: Tracer) -> _Said:
    """The largest expression around `answers` that has one value for each row."""
    tree = tree_of(statement)
    parents = parents_of(tree)
    node = part_like(answers, parents)
    top, decides, by_share = node, said.decides, said.by_share
    named = False
    while True:
        outer = outer_of(top, parents)
        if outer is None:
            break
        if sorts(outer, top, statement, tracer):
            decides, by_share = True, by_share or is_share(outer) or gives_names(outer, tracer)
        elif not (
            _is_column(outer, top, statement, tracer) or is_each(outer, top, statement, tracer)
        ):
            compared = said.decides and "argsort" not in said.before
            if is_name_of(outer, top, decided=compared) and is_same_for_all(
                outer.value, statement, tracer
            ):
                decides = by_share = named = True
            elif not PerAnswer(frozenset({id(top)}), statement, tracer).is_made(outer):
                break
        top = outer
    before, after = said_around(node, top, statement, tracer)
    as_one = as_series(node, parents, (before, after), tracer, listed=is_listed(*said.texts))
    if as_one is None or (top is not node and may_draw(tracer, top)):
        return _Said("", "", statement.order)
    if as_one != (before, after):
        before, after = as_one
    elif said.loose and (before or after):
        before, after = f"{before}(", f"){after}"
    loose = said.loose if top is node else not isinstance(top, TIGHT)
    found = _Said(
        before + said.before,
        said.after + after,
        statement.order,
        decides,
        by_share,
        loose,
        rows=said.rows,
    )
    parent = parents.get(top)
    match parent:
        case ast.Assign() | ast.AnnAssign():
            kept, key = kept_in(tree)
            anew = sets_some(top, frozenset({id(node)}))
            apart = is_kept_apart(top, kept, parent) or anew or (top is node and said.apart)
            return replace(found, kept=kept, key=key, apart=apart)
        case ast.Dict(keys=keys, values=values):
            key_of = keys[values.index(top)]
            if isinstance(key_of, ast.Constant) and isinstance(key_of.value, str):
                kept = column_of(tree, "DataFrame", key_of.value)
                return replace(found, key=key_of.value, kept=kept, apart=True)
        case ast.keyword(arg=str(key)) as word:
            call = parents[word]
            if isinstance(call, ast.Call) and last_name(call.func) == "assign":
                kept = column_of(tree, "assign", key)
                return replace(found, key=key, kept=kept, apart=True)
        case ast.Call(func=function) if last_name(function).endswith(JUDGING):
            return replace(found, judged="decision")
    return replace(found, judged="name" if named else "")


def _is_column(outer: ast.expr, inner: ast.expr, statement: Statement, tracer: Tracer) -> bool:
    """True for one column of a table of answers, `[:, 1]`, and for answers as another kind of list."""
    match outer:
        case ast.Call(func=ast.Attribute(value=owner, attr="max" | "min" | "sum")):
            return owner is inner and by_axis(outer)  # the largest share of each row
        case ast.Call(func=function, args=[only], keywords=[]) if only is inner:
            return last_name(function) in ("Series", "list")
        case ast.Subscript(
            value=value, slice=ast.Tuple(elts=[ast.Slice(lower=None, upper=None, step=None), place])
        ):
            if value is not inner or isinstance(place, ast.Tuple | ast.List):
                return False
            return is_same_for_all(place, statement, tracer)
    return False
