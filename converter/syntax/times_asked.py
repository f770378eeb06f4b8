"""Questions to models of a series about the times that follow: they name no rows, but how many or which."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Methods that ask about what follows, whatever they are given.
FORECASTING = frozenset({"forecast", "get_forecast", "make_future_dataframe"})
# Words by which other methods are asked so: statsmodels, pmdarima, sktime, arch.
TIMES = frozenset("dynamic end fh horizon n_periods start steps".split())
COUNTED = frozenset({"steps"})
"""Those that others know, too: Keras is told of how many batches."""
HORIZON, HORIZONS = "fh", "ForecastingHorizon"
"""How sktime calls the times that it is asked about, and what they are made by."""


@dataclass(frozen=True)
class Times:
    """Knows which questions are about times: by `values` of names, and by models that `learned` for certain times."""

    values: Mapping[str, ast.expr]
    learned: frozenset[str]

    def are_asked(self, call: ast.Call) -> bool:
        """True for a question about times: by its method, its words, or what it is given."""
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        return name in FORECASTING or bool(_words(call)) or self.are_named(call)

    def are_named(self, call: ast.Call) -> bool:
        """True for a question whose first argument or words tell times, where that of others has the rows.

        The rows beside them are those of these very times: as many, and no others.
        """
        if _words(call) - COUNTED:
            return True
        match call.func:
            case ast.Attribute(value=ast.Name(id=owner), attr="predict") if owner in self.learned:
                return True
        match call.args:
            case [ast.Name(id=first), *_]:
                return first == HORIZON or _is_horizon(self.values.get(first))
            case [first, *_]:
                written = isinstance(first, ast.Constant) and bool(_words(call))
                return written or _is_horizon(first) or all(map(_is_a_number, call.args))
        return False


def times_of(nodes: Sequence[ast.AST]) -> Times:
    """What statements tell of times: values of plain assignments, and fits that are told a horizon."""
    values: dict[str, ast.expr] = {}
    learned: set[str] = set()
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                values[name] = value
        for part in ast.walk(node):
            match part:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr="fit")):
                    if any(word.arg == HORIZON for word in part.keywords):
                        learned.add(owner)
    return Times(values, frozenset(learned))


def _words(call: ast.Call) -> set[str]:
    return {word.arg for word in call.keywords if word.arg} & TIMES


def _is_horizon(node: ast.expr | None) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name == HORIZONS
    return False


def _is_a_number(node: ast.expr) -> bool:
    """True for a whole number that is written down: no row is one."""
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant) and type(node.value) is int
