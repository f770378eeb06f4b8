"""What expressions make of answers, as the texts around these: `np.where(p < 0, 0, p)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from converter.model.dataflow import Statement
from converter.rewrite.serving.amended import amends
from converter.rewrite.serving.around import parents_of, texts_around
from converter.rewrite.serving.ask import AGAIN
from converter.rewrite.serving.drawn import may_draw
from converter.rewrite.serving.kept_answers import as_series
from converter.rewrite.serving.parts import constant_or_base, is_plain
from converter.rewrite.serving.per_answer import PerAnswer, is_statistic
from converter.rewrite.serving.tracing import Tracer
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name

MOST = 8
"""Readings of the answers in one expression that is still read easily enough to be served."""


@dataclass(frozen=True)
class Made:
    """An expression of answers: the texts before and after where they are read first, with `AGAIN` for each
    further reading, and whether a transformation is taken back in it."""

    value: ast.expr
    before: str
    after: str
    back: bool

    def of(self, before: str, after: str) -> tuple[str, str]:
        """The texts around answers that were kept with these texts around them."""
        return composed(self.before, self.after, before, after)


def composed(before: str, after: str, inner: str, end: str) -> tuple[str, str]:
    """The texts around answers in an expression of what has the texts `inner` and `end` around them."""
    kept = f"{inner}{AGAIN}{end}"
    return before.replace(AGAIN, kept) + inner, end + after.replace(AGAIN, kept)


def made_of(
    value: ast.expr,
    reads: Sequence[ast.expr],
    statement: Statement,
    tracer: Tracer,
    *,
    amended: bool = False,
    rows: str = "",
) -> Made | None:
    """What an expression of a statement's own tree makes of its `reads`, which are the same answers; or None.

    If that is to be answers that are `amended`, not what is said of them. It may read columns of the `rows` that
    were asked about.
    """
    read = frozenset(map(id, reads))
    of_all = list(statistics_in(value, read))
    inside = {id(part) for each in of_all for part in ast.walk(each)}
    reads = [part for part in reads if id(part) not in inside]
    reads.sort(key=lambda part: (part.lineno, part.col_offset))
    each = PerAnswer(read, statement, tracer, rows)
    if not 0 < len(reads) <= MOST or not each.is_made(value):
        return None
    if may_draw(tracer, value) or (amended and not amends(value, each.reads)):
        return None
    parents = parents_of(ast.Expr(value))  # so that each part has one
    around = [as_series(part, parents, ("", ""), tracer) for part in reads]
    if None in around:
        return None
    (begun, ended), *further = (each or ("", "") for each in around)
    said = [(part, f"{b}{AGAIN}{e}") for part, (b, e) in zip(reads[1:], further, strict=True)]
    said += [(word.value, "None") for word in _indexes(value, each)]
    said += [(part, _kept(part, statement, tracer)) for part in of_all]
    said += each.rows_in(value)
    before, after = texts_around(reads[0], value, statement, tracer, again=sorted(said, key=_place))
    after = after.replace(", index=None", "")
    return Made(value, before + begun, ended + after, each.takes_back(value))


def said_around(
    node: ast.expr, top: ast.expr, statement: Statement, tracer: Tracer
) -> tuple[str, str]:
    """The texts of `top` before and after answers, without the index that columns of them have in the notebook."""
    each = PerAnswer(frozenset({id(node)}), statement, tracer)
    indexes = [(word.value, "None") for word in _indexes(top, each)]
    before, after = texts_around(node, top, statement, tracer, again=indexes)
    return before, after.replace(", index=None", "")


def statistics_in(value: ast.expr, reads: frozenset[int]) -> Iterator[ast.Call]:
    """What an expression computes of all answers: `p.min()`, `np.percentile(p, 95)`."""
    for part in ast.walk(value):
        if isinstance(part, ast.Call) and is_statistic(part, reads):
            yield part


def _kept(part: ast.Call, statement: Statement, tracer: Tracer) -> str:
    """The name under which training keeps a statistic of the answers of its rows."""
    work = Work(statement, tracer)
    read = [part.func.value] if isinstance(part.func, ast.Attribute) else []
    names = [constant_or_base(each) for each in (*part.args, *read) if not is_plain(each)]
    name = next((each for each in names if each not in tracer.static), "answers")
    return work.frozen_before(work.source(part), f"{name}_{last_name(part.func)}")


def _place(part: tuple[ast.expr, str]) -> tuple[int, int]:
    return part[0].lineno, part[0].col_offset


def _indexes(value: ast.expr, each: PerAnswer) -> Iterator[ast.keyword]:
    """What gives columns of answers the index of the rows that the notebook asked about: serving has others."""
    for part in ast.walk(value):
        match part:
            case ast.Call(func=function, keywords=words) if last_name(function) == "Series":
                for word in words:
                    if word.arg == "index" and not each.is_same(word.value):
                        yield word
