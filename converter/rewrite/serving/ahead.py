"""Forecasts: `fit.forecast(12)` becomes a function of how many steps, of the model as it was asked last."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.model.dataflow import Statement
from converter.rewrite.serving.ask import METHODS
from converter.rewrite.serving.fitting import Fitting
from converter.rewrite.serving.given_models import Bound
from converter.rewrite.serving.other_names import LOOPS
from converter.rewrite.serving.parts import free_name
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed
from converter.syntax.times_asked import FORECASTING, times_of

# The word by which a method is told how many steps; "" where it may do without.
STEPS = {"forecast": ("", "steps"), "predict": ("n_periods",)}
SEARCHES = frozenset({"auto_arima", "AutoARIMA"})
"""What fits where it is made, in pmdarima."""


def asks_ahead(statements: tuple[Statement, ...]) -> bool:
    """True for a notebook that asks a model about times, such as those that follow its rows."""
    times = times_of([each.node for each in statements])
    methods = {*METHODS, *FORECASTING}
    return any(
        last_name(part.func) in methods and times.are_asked(part)
        for each in statements
        for part in ast.walk(each.node)
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute)
    )


def functions_ahead(statements: tuple[Statement, ...], taken: set[str]) -> Iterator[Bound]:
    """A function of the steps for each fitted model that the notebook asks about so many, and no more."""
    fitting = Fitting(statements)
    fitted = {name for each in statements for name in _fitted_in(each.node, fitting)}
    asked: dict[str, list[tuple[Statement, ast.Call, str]]] = {}
    for each in statements:
        if isinstance(each.node, LOOPS):
            continue
        for owner, call, steps in _questions(parsed(each.text)):
            if owner in fitted:
                asked.setdefault(owner, []).append((each, call, steps))
    for owner, questions in list(asked.items()):
        asked_last = questions[-1][0].order
        if any(owner in s.binds | s.mutates for s in statements if s.order > asked_last):
            del asked[owner]  # it is another by the time that others are asked, and kept as that
    for owner, questions in asked.items():
        name = free_name(_called(owner if len(asked) > 1 else "", taken), taken)
        last, call, _ = questions[-1]
        since = max((s.order for s in statements if _changes(s, owner, last.order)), default=-1)
        word = f"{call.keywords[0].arg}=" if call.keywords else ""
        text = (
            f'def {name}(steps):\n    """What follows the rows that `{owner}` learned from, for so many steps."""\n'
            f"    return {ast.unparse(call.func)}({word}steps)"
        )
        calls = [(s.order, f"{name}({steps})") for s, _, steps in questions if s.order >= since]
        yield Bound(name, text, last.order, tuple(dict.fromkeys(calls)))


def _called(owner: str, taken: set[str]) -> str:
    """What a function is called; notebooks like to call what it answers `forecast`, too."""
    if owner:
        return f"forecast_{owner}".lower()
    return next((each for each in ("forecast", "predict") if each not in taken), "forecast_steps")


def _questions(tree: ast.AST) -> Iterator[tuple[str, ast.Call, str]]:
    """Calls that tell a model by name nothing but how many steps: the name, the call, the text of the steps."""
    for part in ast.walk(tree):
        match part:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=method)):
                steps = _steps_of(part, STEPS.get(method, ()))
                if steps is not None:
                    yield owner, part, ast.unparse(steps)


def _steps_of(call: ast.Call, words: tuple[str, ...]) -> ast.expr | None:
    match call:
        case ast.Call(args=[steps], keywords=[]) if "" in words and _is_a_count(steps):
            return steps
        case ast.Call(args=[], keywords=[ast.keyword(arg=str(word), value=steps)]):
            return steps if word and word in words and _is_a_count(steps) else None
    return None


def _is_a_count(node: ast.expr) -> bool:
    """True for what may be a number of steps: one that is written down, has a name, or is a length."""
    match node:
        case ast.Constant(value=value):
            return type(value) is int
        case ast.Name():
            return True
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name()]):
            return True
        case ast.Subscript(value=ast.Attribute(value=ast.Name(), attr="shape")):
            return True
        case ast.BinOp(left=left, right=right):
            return _is_a_count(left) and _is_a_count(right)
    return False


def _fitted_in(node: ast.AST, fitting: Fitting) -> Iterator[str]:
    yield from fitting.names(node)
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=function)):
            if last_name(function) in SEARCHES:
                yield name


def _changes(statement: Statement, owner: str, before: int) -> bool:
    """True for what binds a model anew, or teaches it, before it is asked last."""
    return statement.order < before and owner in statement.binds | statement.mutates
