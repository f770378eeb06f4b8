"""Models that tell only what follows the rows that they learned from: how that shows, and what could be asked."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from converter.model.dataflow import Statement
from converter.syntax.dotted import root_name
from converter.syntax.times_asked import FORECASTING, TIMES, times_of


def what_follows(call: ast.Call, running: Sequence[Statement]) -> tuple[str, str] | None:
    """Why a question tells only what follows, and what could be asked; None for others.

    One that names nothing does so where its model learned for certain times, or is asked about such elsewhere.
    """
    owner, names_nothing = root_name(call.func), not (call.args or call.keywords)
    others = [each for each in _calls_of(owner, running) if each is not call]
    if not times_of([each.node for each in running]).are_asked(call):
        if not names_nothing or not any(_of_times(each) for each in others):
            return None
    text = ast.unparse(call.func)
    why = f"'{text}()' tells only what follows the rows that it learned from"
    example = f"`def forecast(steps): return {_asked_ahead(owner, [call, *others], running)}`"
    return why, f"{example} in a cell tagged `predict`, and called there once, could be asked"


def _of_times(call: ast.Call) -> bool:
    """True for what tells that a model knows times: `fit(y, fh=[1, 2, 3])`, `get_forecast(9)`."""
    assert isinstance(call.func, ast.Attribute)
    return call.func.attr in FORECASTING or bool({w.arg for w in call.keywords} & TIMES)


def _calls_of(owner: str, running: Sequence[Statement]) -> Iterator[ast.Call]:
    for each in running:
        for part in ast.walk(each.node):
            match part:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name))) if name == owner:
                    yield part


def _asked_ahead(owner: str, calls: Sequence[ast.Call], running: Sequence[Statement]) -> str:
    """How the library of a model is asked about the next `steps`."""
    words = {word.arg for call in calls for word in call.keywords}
    libraries = {name.split(".")[0] for each in running for name in _imported(each.node)}
    if "n_periods" in words:
        return f"list({owner}.predict(n_periods=steps))"
    if "horizon" in words or "arch" in libraries:
        return f"{owner}.forecast(horizon=steps).mean.iloc[-1].tolist()"
    if "fh" in words or "sktime" in libraries:
        return f"{owner}.predict(fh=list(range(1, steps + 1))).values.tolist()"
    return f"list({owner}.forecast(steps))"


def _imported(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (each.name for each in names)
        case ast.ImportFrom(module=str(module)):
            yield module
