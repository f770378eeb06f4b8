"""Where names are bound, and which calls use a function before they return."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from converter.model.dataflow import Statement


class Bindings:
    """Where the names of the notebook are bound."""

    def __init__(self, statements: tuple[Statement, ...], given: frozenset[str]) -> None:
        self.last: dict[str, int] = {}
        self.count: dict[str, int] = {}
        self._sure: dict[str, list[int]] = {name: [-1] for name in given}
        self._gone: dict[str, list[int]] = {}
        for statement in statements:
            for name in statement.binds | statement.deletes | statement.assigns_late:
                self.last[name] = statement.order
                self.count[name] = self.count.get(name, 0) + 1
            for name in surely_bound(statement):
                self._sure.setdefault(name, []).append(statement.order)
            for name in statement.deletes:
                self._gone.setdefault(name, []).append(statement.order)

    def rebound(self, values: Iterable[str]) -> bool:
        """True when any of `values` is bound more than once."""
        return any(self.count.get(value, 0) > 1 for value in values)

    def available(self, name: str, statement: Statement) -> bool:
        """True when `name` has a value as `statement` runs, or never gets one at all."""
        if name not in self.last and name not in self._sure:
            return True  # undefined everywhere: reported as such, not worked around
        before = [order for order in self._sure.get(name, []) if order < statement.order]
        gone = [order for order in self._gone.get(name, []) if order < statement.order]
        if before:
            return not gone or max(before) > max(gone)
        return name in statement.binds


def surely_bound(statement: Statement) -> frozenset[str]:
    """Names bound when the statement is over; what a loop binds counts: loops rarely run empty."""
    if isinstance(statement.node, ast.For | ast.While | ast.AsyncFor):
        return statement.binds
    return statement.surely


def is_used_at_once(statement: Statement, values: Iterable[str]) -> bool:
    """True when functions given to the calls in `statement` are called before it ends.

    Not in a loop that binds `values` itself: there the function may be kept for a later round.
    """
    if set(values) & statement.binds:
        return False
    called = {
        ast.unparse(part.context_expr.func).split(".")[-1]
        for part in ast.walk(statement.node)
        if isinstance(part, ast.withitem) and isinstance(part.context_expr, ast.Call)
    }
    return bool(called & WAITING) or any(
        isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute | ast.Name)
        and (part.func.attr if isinstance(part.func, ast.Attribute) else part.func.id) in AT_ONCE
        for part in ast.walk(statement.node)
    )


# Whose blocks end when the functions that they were given have returned, or never will be called.
WAITING = frozenset({"Pool", "ProcessPoolExecutor", "ThreadPool", "ThreadPoolExecutor"})

# Calls that have called the function they were given before they return.
AT_ONCE = frozenset("""
    Parallel agg aggregate apply applymap assign curve_fit fmin fsolve list map_ max min minimize
    minimize_scalar odeint pipe quad root reduce root_scalar solve_ivp sort sort_values sorted
    transform vectorize_ apply_along_axis
    """.split())
