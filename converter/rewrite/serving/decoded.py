"""What a notebook makes of an estimator's answers: `np.expm1(model.predict(X))` is what it predicts.

A model of a transformed target answers in another scale than the notebook does. Where the notebook takes
the transformation back, or rounds and clips what it keeps, the service does the same.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from converter.model.dataflow import Statement
from converter.rewrite.serving.around import (
    forget_unread,
    parents_of,
    part_like,
    texts_around,
    tree_of,
)
from converter.rewrite.serving.ask import AGAIN, ASKED, CALL, Ask
from converter.rewrite.serving.asked import questions_in
from converter.rewrite.serving.asked_rows import rows_of
from converter.rewrite.serving.chain import Refused
from converter.rewrite.serving.each_answer import BACK_AND_KEPT, is_each, outer_of, taken_back_by
from converter.rewrite.serving.kept_answers import (
    LOST,
    as_series,
    by_other_values,
    changes,
    chosen_by_rows,
    column_of,
    kept_in,
    owner_of,
    reads_in,
    set_anew,
)
from converter.rewrite.serving.made_answers import composed, made_of
from converter.rewrite.serving.masks import following
from converter.rewrite.serving.of_one_row import of_each_row
from converter.rewrite.serving.relabelled import relabelled_again
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.parsing import parsed

MOST_STEPS = 4
HOLDING = re.compile(r"((list|[\w.]*Series)\()+")


@dataclass(frozen=True)
class Step:
    """An expression made of answers: the text around them, and what that does.

    `back` is True when it takes a transformation back; `target` is the name that the whole is bound to;
    a `loose` one needs parentheses inside of another; one that `clips` changes the answers in place.
    `levels` are the texts around those expressions within it that have taken a transformation back.
    """

    before: str
    after: str
    back: bool
    target: str
    loose: bool
    clips: bool = False
    levels: tuple[tuple[str, str], ...] = ()

    @property
    def is_nothing(self) -> bool:
        return not (self.before or self.after)


def whole(ask: Ask, tracer: Tracer) -> Ask:
    """The question with what the notebook makes of the answers around it."""
    if "predict" not in (ask.method, ask.by if ask.text else "") and ask.method != CALL:
        return ask
    if ask.around or ask.is_in_a_table:
        return ask
    known = frozenset(tracer.chain.frozen)
    steps: list[tuple[str, str, bool, int]] = []
    rows = ""
    one_row = of_each_row(tracer.statements)
    for each in tracer.statements:
        statement = one_row.get(each.order, each)
        calls = list(questions_in(statement, ask))
        rows = rows or next(map(rows_of, calls), "")
        for step in _made_by(statement, calls, tracer, rows):
            if step.target or step.back:
                steps.append(_followed(step, statement.order, tracer, rows))
    if ask.text and owner_of(ask.text).isidentifier():
        # What a loop collected is read from there on.
        steps = [_followed(Step("", "", False, ask.text, False), ask.order - 1, tracer, "")]
    steps = [step for step in steps if step[2]] or steps
    if len({(before, after) for before, after, _, _ in steps}) != 1 or _only_holds(*steps[0][:2]):
        forget_unread(tracer, known, "0")
        return ask  # it keeps several: what they have in common is the answer itself
    before, after, _, until = steps[-1]
    asked = ("", "") if ask.text else (f"{ask.asking}({ask.word}", f"{ask.beside})")
    around = before + asked[0], asked[1] + after
    forget_unread(tracer, known, f"{before}_{after}".replace(AGAIN, "_").replace(ASKED, "_"))
    return replace(ask, around=around, until=until)


def _only_holds(before: str, after: str) -> bool:
    """True for `list(answers)` and `pd.Series(answers)`: the same answers."""
    return bool(HOLDING.fullmatch(before)) and not after.strip(")")


def _followed(step: Step, order: int, tracer: Tracer, rows: str) -> tuple[str, str, bool, int]:
    """The texts around the question, with what later statements make of the name that has the answers;
    whether that takes a transformation back; and the last of the statements."""
    before, after, back, name = step.before, step.after, step.back, step.target
    loose = step.loose
    for _ in range(MOST_STEPS):
        further = [
            (statement.order, found)
            for statement in _readers(name, order, tracer, rows)
            for found in _steps_of(statement, name, tracer, rows)
            if found.back and not back or (found.target == name and not found.is_nothing)
        ]
        clipped = [each for each in further if each[1].clips]
        further = clipped[:1] or further  # the others read what it left
        if len({(found.before, found.after) for _, found in further}) > 1:
            further = [(further[-1][0], each) for each in _in_common([f for _, f in further])]
        if not further:
            break
        order, found = further[-1]
        if loose:
            before, after = f"({before}", f"{after})"
        before, after = relabelled_again(before, after, found) or composed(
            found.before, found.after, before, after
        )
        back, name, loose = back or found.back, found.target, found.loose
    if not back:
        kept = Step(before, after, False, name, loose)
        return _taken_back_elsewhere(kept, order, tracer, rows) or (before, after, False, order)
    return before, after, back, order


def _taken_back_elsewhere(
    step: Step, order: int, tracer: Tracer, rows: str
) -> tuple[str, str, bool, int] | None:
    """What is made of answers that are kept by another name, too, if a transformation is taken back there:
    `out["price"] = logs`, then `out["price"] = np.exp(out["price"])`."""
    for statement in _readers(step.target, order, tracer, rows):
        for found in _steps_of(statement, step.target, tracer, rows):
            if found.is_nothing and found.target not in ("", step.target):
                with suppress(Refused):  # the answers themselves stay as they are
                    there = replace(step, target=found.target)
                    followed = _followed(there, statement.order, tracer, rows)
                    if followed[2]:
                        return followed
    return None


def _in_common(steps: list[Step]) -> list[Step]:
    """What all of several steps begin with that takes a transformation back, if there is such; one may round, too."""
    first, *others = steps
    alike = [each for each in first.levels if all(each in step.levels for step in others)]
    return [Step(*alike[-1], back=True, target="", loose=True)] if alike else []


def _readers(kept: str, order: int, tracer: Tracer, rows: str) -> Iterator[Statement]:
    """The statements that read what is kept at `order` under a text, until it is another.

    Raises Refused where it is changed by what else the rows say.
    """
    owner = owner_of(kept)
    for statement, said in following(kept, order, tracer, rows) if kept else ():
        if changes(statement, kept) and said is statement and not set_anew(said, kept, tracer):
            if by_other_values(statement, kept, tracer):
                raise Refused(f"'{kept}' is changed by what else the rows say", statement.order)
            tracer.chain.unsaid[kept_in(parsed(f"{kept} = 0").body[0])[1]] = Refused(
                LOST, statement.order
            )
            return
        if owner in statement.reads:
            yield said
        if owner in statement.binds or kept == kept_in(said.node)[0]:
            told = any(step.target == kept for step in _steps_of(said, kept, tracer, rows))
            if not told and chosen_by_rows(said, kept, tracer):
                raise Refused(f"'{kept}' is changed by what else the rows say", statement.order)
            return


def _steps_of(statement: Statement, name: str, tracer: Tracer, rows: str) -> Iterator[Step]:
    if around := set_anew(statement, name, tracer):
        yield Step(*around, False, name, False, clips=True)
        return
    if isinstance(statement.node, ast.Assign | ast.AnnAssign | ast.Expr):
        yield from _made_by(statement, reads_in(tree_of(statement), name), tracer, rows)


def _made_by(
    statement: Statement, reads: Sequence[ast.expr], tracer: Tracer, rows: str
) -> Iterator[Step]:
    """What a statement makes of its `reads`, which are the same answers: of each, or of all in one expression."""
    steps = [_step(statement, part, tracer) for part in reads]
    asked = {ast.unparse(each) for each in reads if isinstance(each, ast.Call)}
    if len(asked) < 2 and not any(step.target for step in steps):  # else they are of several rows
        parents = parents_of(tree_of(statement))
        own = [part_like(part, parents) for part in reads]
        names = {ast.unparse(part) for part in reads}
        for whole in parents:
            if isinstance(whole, ast.expr) and (target := _target_of(whole, parents)):
                within = [each for each in ast.walk(whole) if each in own]
                anew = target not in names or _gives_texts(whole, within)
                if made := made_of(whole, within, statement, tracer, amended=anew, rows=rows):
                    loose = isinstance(whole, ast.BinOp | ast.Compare)
                    steps.append(Step(made.before, made.after, made.back, target, loose))
    yield from (step for step in steps if step.target or not step.is_nothing)


def _step(statement: Statement, answers: ast.expr, tracer: Tracer) -> Step:
    """The largest expression around `answers` that has one value for each of them."""
    parents = parents_of(tree_of(statement))
    node = part_like(answers, parents)
    top, back, kept = node, False, False
    levels: list[tuple[str, str]] = []
    while True:
        outer = outer_of(top, parents)
        if outer is None or not is_each(outer, top, statement, tracer):
            break
        called = taken_back_by(outer, top, statement, tracer)
        back |= bool(called - {BACK_AND_KEPT})
        kept |= BACK_AND_KEPT in called
        top = outer
        if back:
            levels.append(texts_around(node, top, statement, tracer))
    holder = parents.get(top)
    back |= kept and isinstance(holder, ast.Assign | ast.AnnAssign | ast.Dict)
    target = _target_of(top, parents)
    before, after = as_series(
        node, parents, texts_around(node, top, statement, tracer), tracer
    ) or ("", "")
    loose = isinstance(top, ast.BinOp)
    return Step(before, after, back, target, loose, levels=tuple(levels))


def _gives_texts(whole: ast.expr, reads: Sequence[ast.expr]) -> bool:
    """True for an expression with texts in it: names of what is answered are served beside it."""
    inside = {id(part) for each in reads for part in ast.walk(each)}
    return any(
        isinstance(part, ast.Constant) and isinstance(part.value, str) and id(part) not in inside
        for part in ast.walk(whole)
    )


def _target_of(top: ast.expr, parents: Mapping[ast.AST, ast.AST]) -> str:
    """The text under which a statement keeps an expression of it; "" where it does not."""
    match parents.get(top):
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
        case ast.Assign(targets=[ast.Subscript(slice=ast.Constant(value=str())) as target]):
            return ast.unparse(target)
        case ast.Dict(keys=keys, values=values) if top in values:
            match keys[values.index(top)]:
                case ast.Constant(value=str(column)):
                    return column_of(_statement_of(top, parents), "DataFrame", column)
        case ast.keyword(arg=str(column)):
            return column_of(_statement_of(top, parents), "assign", column)
    return ""


def _statement_of(node: ast.AST, parents: Mapping[ast.AST, ast.AST]) -> ast.stmt:
    while not isinstance(node, ast.stmt):
        node = parents[node]
    return node
