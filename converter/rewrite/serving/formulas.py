"""Models that are no objects: `prices = weights[0] + X @ weights[1:]` answers rows by what training learned.

Where a notebook asks no estimator and has no function to serve, the last expression that has a value for
each row, by values that more was learned from than the rows tell (the target), is what it predicts.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from converter.model.dataflow import Statement
from converter.rewrite.serving.ask import METHODS, Ask
from converter.rewrite.serving.asked import about
from converter.rewrite.serving.chain import Refused
from converter.rewrite.serving.expressions import kind_of
from converter.rewrite.serving.learned_from import Origins
from converter.rewrite.serving.parts import base_of, constant_of
from converter.rewrite.serving.samples import is_sample
from converter.rewrite.serving.traced import traced
from converter.rewrite.serving.tracing import Tracer
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed
from converter.syntax.scopes import COMPREHENSIONS
from converter.syntax.served_names import is_named_for_prediction

FORMULA = "formula"
PREDICTED = re.compile(
    r"(?:^|_)(estimates?|estimated|fitted|forecasts?|hat|hazard|odds|output|outputs|pred|preds|predicted"
    r"|prediction|predictions|predict|prob|proba|probs|probability|probabilities|risk|score|scores|yhat|ypred)"
    r"(?:_|$|\d)|^y_?(?:pred|hat)",
    re.I,
)
"""Names for what a model says."""
SHARES = frozenset({"expit", "logistic", "sigmoid", "softmax"})
DECIDING = frozenset({"where", "argmax", "cut", "digitize", "round", "rint", "map", "apply"})


def formulas_of(statements: tuple[Statement, ...], tracer: Tracer) -> Iterator[Ask]:
    """What the notebook predicts by formulas of its own, as questions, the last first."""
    origins = Origins(tracer)
    found: dict[str, Ask] = {}
    for statement in statements:
        for text, key, value in _kept(statement):
            found.pop(text, None)
            if _asks(value):
                continue
            told = {name for name in found if _reads(value, name)}
            if told and _decides(value):
                continue  # the service says what is decided beside what it is decided by
            by = "predict_proba" if _called(value) & SHARES else "predict"
            ask = Ask(key, FORMULA, statement.order, by, text=ast.unparse(value))
            if _is_learned(ask, statement, text, origins, tracer):
                found[text] = ask
    yield from reversed(found.values())


def prepared_formula(formulas: Sequence[Ask], tracer: Tracer) -> bool:
    """True where the first of the formulas that can be traced is of rows that the notebook made ready
    after it had read them: whoever asks has them as they came."""
    for ask in formulas:
        aside = tracer.aside()
        try:
            traced({ask.method: [ask]}, aside)
        except Refused:
            continue
        start = next(s for s in tracer.statements if s.order == aside.chain.start)
        return bool(aside.chain.lines) and not is_sample(start, tracer.statements)
    return False


def _kept(statement: Statement) -> Iterator[tuple[str, str, ast.expr]]:
    """What an assignment keeps: the text that reads it, a name for it, the value."""
    match parsed(statement.text).body[0]:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, name, value
        case ast.Assign(targets=[ast.Subscript(slice=index) as target], value=value):
            if column := constant_of(index):
                yield ast.unparse(target), column, value


def _asks(value: ast.expr) -> bool:
    """True for what estimators say, one or several: that is asked of them."""
    return any(
        isinstance(part, COMPREHENSIONS)
        or (
            isinstance(part, ast.Call)
            and isinstance(part.func, ast.Attribute)
            and part.func.attr in METHODS
        )
        for part in ast.walk(value)
    )


def _is_learned(
    ask: Ask, statement: Statement, text: str, origins: Origins, tracer: Tracer
) -> bool:
    """True for a value of each row that is made by what was learned from more than the rows."""
    work = Work(statement, tracer.aside(shallow=True))
    value = about(work.tree, ask)
    names = {part.id for part in ast.walk(value) if isinstance(part, ast.Name)}
    names -= tracer.static | tracer.given
    rows = {name for name in names if _kind(name, statement, tracer) == "rows"}
    if not rows:
        return False
    try:
        if kind_of(value, work) != "rows":
            return False
    except Refused:
        pass  # it is said where it would be served
    more = origins.beyond(names - rows, rows, statement.order)
    if not more:
        return False
    called = _called(value)
    predicts = called & SHARES or any(map(is_named_for_prediction, called))
    named = PREDICTED.search(ask.estimator) is not None
    return bool(predicts) or named or _is_compared(text, statement, more, tracer)


def _kind(name: str, statement: Statement, tracer: Tracer) -> str:
    try:
        return tracer.kind_before(name, statement.order)
    except Refused:
        return "rows"


def _is_compared(text: str, statement: Statement, more: frozenset[str], tracer: Tracer) -> bool:
    """True where a later statement has it beside what was learned: the error of it is told."""
    name = base_of(ast.parse(text, mode="eval").body)
    for later in tracer.statements:
        if later.order <= statement.order or name not in later.reads:
            continue
        tree = parsed(later.text)
        words = {p.id for p in ast.walk(tree) if isinstance(p, ast.Name)}
        words |= {
            p.value
            for p in ast.walk(tree)
            if isinstance(p, ast.Constant) and isinstance(p.value, str)
        }
        words |= {p.attr for p in ast.walk(tree) if isinstance(p, ast.Attribute)}
        if words & more and _reads(tree, text):
            return True
    return False


def _reads(tree: ast.AST, text: str) -> bool:
    return any(
        isinstance(part, ast.Name | ast.Subscript)
        and isinstance(part.ctx, ast.Load)
        and ast.unparse(part) == text
        for part in ast.walk(tree)
    )


def _decides(value: ast.expr) -> bool:
    """True for what sorts answers, or makes them whole numbers."""
    return any(
        isinstance(part, ast.Compare | ast.IfExp)
        or (isinstance(part, ast.Call) and last_name(part.func) in DECIDING)
        for part in ast.walk(value)
    )


def _called(value: ast.expr) -> set[str]:
    return {last_name(part.func) for part in ast.walk(value) if isinstance(part, ast.Call)}
