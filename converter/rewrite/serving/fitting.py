"""What fits estimators, and which names hold one that was fitted."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from converter.model.dataflow import Statement
from converter.syntax.dotted import last_name

METHODS = frozenset(
    "fit fit_on_texts fit_predict partial_fit conformalize fit_conformalize".split()
)
# Methods and functions that return what they fit: `model.fit(...)`, `lgb.train(...)`.
RETURNING = frozenset({"fit", "train"})
# Modules whose `load` gives what was fitted elsewhere, if it is asked; others say `load_model`.
STORES = frozenset({"cloudpickle", "dill", "joblib", "pickle"})
LOADING = "load_model"


class Fitting:
    """Knows the functions of a notebook that return what they fit: alone, or in places of a tuple."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._returned: dict[str, tuple[bool, ...]] = {}
        self._sharing: set[str] = set()
        self._loading: set[str] = set()
        for statement in statements:
            match statement.node:
                case ast.FunctionDef() as node:
                    self._read(node)
                case ast.Import(names=aliases):
                    stores = [each for each in aliases if each.name in STORES]
                    self._loading |= {f"{each.asname or each.name}.load" for each in stores}
                case ast.ImportFrom(module=str(module), names=aliases) if module in STORES:
                    own = [each for each in aliases if each.name == "load"]
                    self._loading |= {each.asname or each.name for each in own}

    def names(self, node: ast.AST) -> Iterator[str]:
        """Names in `node` of estimators that it fits, or that it binds to one that is fitted there."""
        for part in ast.walk(node):
            match part:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)):
                    if method in METHODS:
                        yield name
                case ast.Assign(targets=[target], value=value):
                    targets = target.elts if isinstance(target, ast.Tuple) else [target]
                    places = self._places(value)
                    if len(places) == len(targets):
                        for each, fitted in zip(targets, places, strict=True):
                            if fitted and isinstance(each, ast.Name):
                                yield each.id

    def fits(self, value: ast.expr) -> bool:
        """True for an expression that fits an estimator and is it."""
        return self._places(value) == (True,)

    def shares(self, value: ast.expr) -> bool:
        """True for a call of a function that returns an estimator which it did not make: others may have it, too."""
        return (
            isinstance(value, ast.Call)
            and isinstance(value.func, ast.Name)
            and value.func.id in self._sharing
        )

    def _places(self, value: ast.expr) -> tuple[bool, ...]:
        """For what `value` is, or for each of the tuple that it is: whether that is a fitted estimator."""
        if not isinstance(value, ast.Call):
            return ()
        if isinstance(value.func, ast.Name) and value.func.id in self._returned:
            return self._returned[value.func.id]
        loads = last_name(value.func) == LOADING or ast.unparse(value.func) in self._loading
        return (loads or last_name(value.func) in RETURNING,)

    def _read(self, function: ast.FunctionDef) -> None:
        self._returned.pop(function.name, None)
        self._sharing.discard(function.name)
        fitted = set(self.names(function))
        returned = [
            each.value.elts if isinstance(each.value, ast.Tuple) else [each.value]
            for each in ast.walk(function)
            if isinstance(each, ast.Return) and each.value is not None
        ]
        places = {tuple(self._is_fitted(each, fitted) for each in parts) for parts in returned}
        if len(places) == 1 and any(next(iter(places))):
            self._returned[function.name] = places.pop()
            made = _assigned(function)
            if not all(
                self._is_new(each, made)
                for parts in returned
                for each in parts
                if self._is_fitted(each, fitted)
            ):
                self._sharing.add(function.name)

    def _is_fitted(self, value: ast.expr, fitted: set[str]) -> bool:
        match value:
            case ast.Name(id=name) | ast.Attribute(value=ast.Name(id=name), attr="best_estimator_"):
                return name in fitted
        return self.fits(value)

    def _is_new(self, value: ast.expr, made: dict[str, list[ast.expr]]) -> bool:
        """True for what a function has made itself, by what its names were `made` from."""
        match value:
            case ast.Call(func=ast.Attribute(value=owner, attr="fit")) | ast.Attribute(value=owner):
                return self._is_new(owner, made)
            case ast.Call():
                return not self.shares(value)
            case ast.Name(id=name) if name in made:
                others = {each: values for each, values in made.items() if each != name}
                return any(self._is_new(each, others) for each in made[name])
        return False


def _assigned(function: ast.FunctionDef) -> dict[str, list[ast.expr]]:
    """What a function gives its names, by name."""
    found: dict[str, list[ast.expr]] = {}
    for part in ast.walk(function):
        match part:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found.setdefault(name, []).append(value)
    return found
