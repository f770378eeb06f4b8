"""Models that are no objects: `prices = weights[0] + X @ weights[1:]` answers rows by what training learned.

Where a notebook asks no estimator and has no function to serve, the last expression that has a value for
each row, by values that more was learned from than the rows tell (the target), is what it predicts.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

from converter.model.dataflow import Statement
from converter.rewrite.serving.ask import METHODS, Ask
from converter.rewrite.serving.asked import about
from converter.rewrite.serving.chain import Refused
from converter.rewrite.serving.expressions import kind_of
from converter.rewrite.serving.learned_from import Origins, held_by, words_of
from converter.rewrite.serving.parts import base_of, constant_of
from converter.rewrite.serving.samples import is_sample
from converter.rewrite.serving.traced import traced
from converter.rewrite.serving.tracing import Tracer
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed
from converter.syntax.served_names import is_named_for_prediction

FORMULA = "formula"
PREDICTED = re.compile(
    r"(?:^|_)(estimates?|estimated|fitted|forecasts?|hat|hazard|odds|output|outputs|pred|preds|predicted"
    r"|prediction|predictions|predict|prob|proba|probs|probability|probabilities|risk|score|scores|yhat|ypred)"
    r"(?:_|$|\d)|^y_?(?:pred|hat)",
    re.I,
)
"""Names for what a model says."""
DECIDED = re.compile(
    r"(?:^|_)(anomal(?:y|ies)|class|classes|decisions?|flags?|frauds?|labels?|outliers?|verdicts?)(?:_|$)",
    re.I,
)
"""And for what it decides."""
JUDGING = re.compile(
    r"accuracy|corrcoef|cost|error|loss|(?:^|_)(?:auc|mae|mape|mse|r2|rmse|score)(?:_|$)"
)
SHARES = frozenset({"expit", "logistic", "sigmoid", "softmax"})
DECIDING = frozenset({"where", "argmax", "cut", "digitize", "round", "rint", "map", "apply"})


def formulas_of(statements: tuple[Statement, ...], tracer: Tracer) -> Iterator[Ask]:
    """What the notebook predicts by formulas of its own, as questions, the last first."""
    origins = Origins(tracer)
    found: dict[str, Ask] = {}
    learned: dict[str, frozenset[str]] = {}
    for statement in statements:
        for text, key, value in _kept(statement):
            told = {name: more for name, more in learned.items() if _reads(value, name)}
            found.pop(text, None)
            learned.pop(text, None)
            if _asks(value) or (told.keys() & found.keys() and _decides(value)):
                continue  # the service says what is decided beside what it is decided by
            by = "predict_proba" if _called(value) & SHARES else "predict"
            ask = Ask(key, FORMULA, statement.order, by, text=ast.unparse(value))
            more = _learned_from(ask, statement, told, origins)
            if not more:
                continue
            learned[text] = more
            if not (_computes(value) or (told and _is_part(value))):
                continue  # no formula
            if _predicts(key, value) or _is_compared(text, statement, more, tracer):
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


def _is_part(value: ast.expr) -> bool:
    """True for one column of an array: `answers[:, 0]`."""
    return isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Tuple)


def _computes(value: ast.expr) -> bool:
    """False for what only takes something out of tables."""
    return any(isinstance(part, ast.BinOp | ast.Call | ast.ListComp) for part in ast.walk(value))


def _asks(value: ast.expr) -> bool:
    """True for what estimators say, one or several: that is asked of them."""
    return any(
        isinstance(part, ast.DictComp | ast.SetComp | ast.GeneratorExp)
        or (
            isinstance(part, ast.Call)
            and isinstance(part.func, ast.Attribute)
            and part.func.attr in METHODS
        )
        for part in ast.walk(value)
    )


def _learned_from(
    ask: Ask, statement: Statement, told: Mapping[str, frozenset[str]], origins: Origins
) -> frozenset[str]:
    """What else than the rows a value of each row was learned from, also through values that are `told`
    already; empty where it is none, or nothing was."""
    tracer = origins.tracer
    work = Work(statement, tracer.aside(shallow=True))
    value = about(work.tree, ask)
    read = {part.id for part in ast.walk(value) if isinstance(part, ast.Name)}
    names, held = read - tracer.static, held_by(read, tracer)
    rows = {name for name in names if _kind(name, statement, tracer) == "rows"}
    if not rows:
        return frozenset()
    try:
        if kind_of(value, work) != "rows":
            return frozenset()
    except Refused:
        pass  # it is said where it would be served
    own = rows - told.keys()
    known = origins.of(own, statement.order) | words_of(value)
    before = frozenset().union(*told.values()) if told else frozenset()
    return (origins.of((names - rows) | held, statement.order) | before) - known


def _predicts(key: str, value: ast.expr) -> bool:
    """True where names say so: of what keeps the value, or of what makes it."""
    called = _called(value)
    named = PREDICTED.search(key) or (_decides(value) and DECIDED.search(key))
    return bool(named or called & SHARES) or any(map(is_named_for_prediction, called))


def _kind(name: str, statement: Statement, tracer: Tracer) -> str:
    try:
        return tracer.kind_before(name, statement.order)
    except Refused:
        return "rows"


def _is_compared(text: str, statement: Statement, more: frozenset[str], tracer: Tracer) -> bool:
    """True where a later statement holds it against what was learned: how far it is off is told."""
    name = base_of(ast.parse(text, mode="eval").body)
    for later in tracer.statements:
        if later.order > statement.order and name in later.reads:
            for part in ast.walk(parsed(later.text)):
                sides = _sides(part)
                for side in sides:
                    others = [each for each in sides if each is not side]
                    if _reads(side, text) and any(words_of(each) & more for each in others):
                        return True
    return False


def _sides(node: ast.AST) -> list[ast.expr]:
    """What a difference, a comparison or a metric is of; nothing for others."""
    match node:
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return [left, right]
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            return [left, right]
        case ast.Call(func=function, args=args) if JUDGING.search(last_name(function)):
            # Models and rows are what it is validated across, no answers.
            return [] if last_name(function).startswith("cross_") else list(args)
    return []


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
