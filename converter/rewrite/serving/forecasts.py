"""What follows the rows that an estimator learned from, as a function of how far: `fit.forecast(12)`.

Such a question has no rows. What it is told are whole numbers, and those become the request.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from converter.model.dataflow import Statement
from converter.rewrite.serving.ask import METHODS
from converter.rewrite.serving.bound import Bound
from converter.rewrite.serving.forecast_answers import SIMPLE, Forecast, answer_of
from converter.rewrite.serving.levels import Levels
from converter.rewrite.serving.parts import free_name, given_to, is_written
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed
from converter.syntax.times_asked import FORECASTING, times_of

# How far, by the names that statsmodels, arch and pmdarima have for it; those of each method, in order.
AHEAD = {
    "forecast": ("steps", "horizon"),
    "get_forecast": ("steps",),
    "predict": ("n_periods",),
}
BETWEEN = ("start", "end")
MOST = 1000
"""Steps that one request may ask for: how long an answer takes is the caller's to say."""


def forecasts_of(statements: Sequence[Statement], taken: set[str]) -> Iterator[Bound]:
    """A function for each estimator that is asked for what follows, as the notebook asks in the end."""
    found: dict[str, list[Forecast]] = {}
    for each in statements:
        if isinstance(each.node, SIMPLE) and any(f".{method}(" in each.text for method in AHEAD):
            for asked in _asked_in(each, statements):
                later = [s for s in statements if s.order > each.order]
                if not any(asked.owner in s.binds | s.mutates for s in later):
                    found.setdefault(asked.owner, []).append(asked)
    for owner, asks in found.items():
        last = asks[-1]
        levels = Levels(last.order, statements, taken)
        answer = answer_of(last, statements, levels)
        if answer:
            name = free_name("forecast" if len(found) == 1 else f"forecast_{owner}", taken)
            since = max((s.order for s in statements if _changes(s, last)), default=-1)
            since = max(since, levels.since)
            alike = [each for each in asks if each.form == last.form and each.order >= since]
            calls = tuple((each.order, _again(name, each.given)) for each in alike)
            kept = "".join(f"{level} = {text}\n" for text, level in levels.kept.items())
            yield Bound(name, kept + _function(name, last, answer), last.order, calls)


def asks_ahead(statements: Sequence[Statement]) -> bool:
    """True for a notebook that asks a model about times, such as those that follow its rows."""
    times = times_of([each.node for each in statements])
    methods = {*METHODS, *FORECASTING}
    return any(
        last_name(part.func) in methods and times.are_asked(part)
        for each in statements
        for part in ast.walk(each.node)
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute)
    )


def _changes(statement: Statement, last: Forecast) -> bool:
    """True for what teaches the model before it is asked last: it answered otherwise before."""
    return last.owner in statement.mutates and statement.order < last.order


def _asked_in(statement: Statement, statements: Sequence[Statement]) -> Iterator[Forecast]:
    bound = {name for s in statements if s.order < statement.order for name in s.binds}
    of_arch = any(name == "arch" for s in statements for name in _imported(s.node))
    for part in ast.walk(parsed(statement.text)):
        match part:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=owner), attr=method)
            ) if owner in bound and (method in AHEAD):
                told = _told(part, method, of_arch=of_arch)
                if told is None:
                    continue
                given, rest = told
                values = [parsed(each).body[0] for each in given.values()]
                if all(
                    isinstance(each, ast.Expr) and _is_whole(each.value, statements)
                    for each in values
                ):
                    yield Forecast(
                        statement.order, statement.text, part, owner, method, given, rest
                    )


def _imported(node: ast.stmt) -> Iterator[str]:
    """The packages that a statement imports from."""
    match node:
        case ast.Import(names=names):
            yield from (each.name.partition(".")[0] for each in names)
        case ast.ImportFrom(module=str(module)):
            yield module.partition(".")[0]


def _told(
    call: ast.Call, method: str, *, of_arch: bool
) -> tuple[dict[str, str], tuple[str, ...]] | None:
    """How far by which names, and the settings beside; None for a question about rows."""
    words = {word.arg: word.value for word in call.keywords}
    if method == "predict" and len(call.args) == len(BETWEEN) and not {*BETWEEN} & words.keys():
        words = {**dict(zip(BETWEEN, call.args, strict=True)), **words}
        call = ast.Call(call.func, [], [])
    between = method == "predict" and {*BETWEEN} <= words.keys()
    names = [*BETWEEN] if between else [name for name in AHEAD[method] if name in words]
    if method != "predict" and len(call.args) == 1 and not (names or of_arch):
        given = {AHEAD[method][0]: ast.unparse(call.args[0])}
    elif method == "forecast" and not (call.args or words):
        given = {"horizon" if of_arch else "steps": "1"}
    elif len(call.args) or not names:
        return None
    else:
        given = {str(name): ast.unparse(words[name]) for name in names}
    others = {name: value for name, value in words.items() if name not in given}
    if None in others or not all(map(is_written, others.values())):
        return None  # values of other variables for those steps
    return given, tuple(f"{name}={ast.unparse(value)}" for name, value in others.items())


def _is_whole(node: ast.expr, statements: Sequence[Statement]) -> bool:
    """True for an expression that is surely a whole number: a length, a literal, sums of such."""
    match node:
        case ast.Constant(value=value):
            return type(value) is int
        case ast.Call(func=ast.Name(id="len" | "int")):
            return True
        case ast.Subscript(value=ast.Attribute(attr="shape"), slice=ast.Constant(value=int())):
            return True
        case ast.BinOp(
            left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.FloorDiv(), right=right
        ):
            return _is_whole(left, statements) and _is_whole(right, statements)
        case ast.Name(id=name):
            givers = [s for s in statements if name in s.binds]
            values = [value for s in givers for value in given_to(name, s.node)]
            earlier = [s for s in statements if givers and s.order < givers[0].order]
            return len(values) == len(givers) == 1 and _is_whole(values[0], earlier)
        case _:
            return False


def _again(name: str, given: dict[str, str]) -> str:
    """The same question to the function `name`."""
    return f"{name}({', '.join(f'{each}={value}' for each, value in given.items())})"


def _function(name: str, asked: Forecast, answer: str) -> str:
    names = list(asked.given)
    if names == list(BETWEEN):
        said = f"Values from `start` to `end`, counted from the first that `{asked.owner}` learned from; at most {MOST}."
        allowed, told = f"0 <= start <= end < start + {MOST}", f"start to end: 1 to {MOST} values"
    else:
        (ahead,) = names
        said = f"The next values after those that `{asked.owner}` learned from, as many as `{ahead}` (1 to {MOST})."
        allowed, told = f"1 <= {ahead} <= {MOST}", f"{ahead}: 1 to {MOST}"
    return (
        f'def {name}({", ".join(names)}):\n    """{said}"""\n    if not {allowed}:\n'
        f'        raise ValueError("{told}")\n    return {answer}'
    )
