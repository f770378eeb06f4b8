"""Which estimators a notebook asks at its top level, and what it asks them about."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from converter.model.dataflow import Statement
from converter.rewrite.serving.parts import last_name

METHODS = ("predict", "predict_proba", "decision_function", "predict_log_proba", "transform")
# Calls that are given predictions of their own making, not of rows that were prepared.
LOOPS = (ast.For, ast.While, ast.AsyncFor, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Ask:
    """`estimator.method(argument)` in the statement `order`."""

    estimator: str
    method: str
    order: int


def asks_of(statements: tuple[Statement, ...]) -> dict[str, list[Ask]]:
    """For each estimator that is asked by name, its last question by each method."""
    found: dict[str, dict[str, Ask]] = {}
    for statement in statements:
        if isinstance(statement.node, LOOPS):
            continue
        for call in _calls(statement.node):
            assert isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name)
            name = call.func.value.id
            if call.func.attr != "transform":
                ask = Ask(name, call.func.attr, statement.order)
                found.setdefault(name, {})[call.func.attr] = ask
    fitted = {name for statement in statements for name in _fitted(statement)}
    return {
        name: [asks[method] for method in METHODS if method in asks]
        for name, asks in found.items()
        if name in fitted
    }


def call_in(node: ast.AST, ask: Ask) -> ast.Call | None:
    """The call of `ask` in a tree of its statement."""
    for call in _calls(node):
        assert isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name)
        if (call.func.value.id, call.func.attr) == (ask.estimator, ask.method):
            return call
    return None


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    for part in ast.walk(node):
        match part:
            case ast.Call(func=ast.Attribute(value=ast.Name(), attr=method), args=[_, *_]):
                if method in METHODS:
                    yield part


def _fitted(statement: Statement) -> Iterator[str]:
    """Names that are bound to what `fit` returns, or that `fit` is called on."""
    for part in ast.walk(statement.node):
        match part:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)):
                if method in ("fit", "fit_predict", "partial_fit"):
                    yield name
    match statement.node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Attribute(attr="best_estimator_")):
            yield name
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=function)):
            if last_name(function) in ("fit", "train"):
                yield name
