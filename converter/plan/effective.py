"""The statements of the stages as runtime values see them: what each reads, binds and keeps alive.

Imports and importable definitions are static and fall out; a use of a lifted function reads the
values that are passed to it.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping
from dataclasses import dataclass

from converter.model.dataflow import Statement
from converter.plan.bindings import is_used_at_once, surely_bound
from converter.syntax.references import references

BUILTINS = frozenset(dir(builtins))


@dataclass(frozen=True)
class Step:
    """One statement in a stage body: its runtime names.

    now, late: values read while it runs, and when something it made is called. `keeps` are the
    late ones that it may keep alive after it has ended.
    """

    statement: Statement
    now: frozenset[str]
    late: frozenset[str]
    keeps: frozenset[str]
    binds: frozenset[str]
    surely: frozenset[str]

    @property
    def order(self) -> int:
        return self.statement.order

    @property
    def reads(self) -> frozenset[str]:
        """All values that must be there for it: read now, or wanted later."""
        return self.now | self.late


def steps_of(
    statements: tuple[Statement, ...],
    *,
    static: frozenset[str],
    lifted: Mapping[str, tuple[tuple[str, str], ...]],
) -> tuple[Step, ...]:
    """The steps for statements that stay in stage bodies."""
    bound = frozenset(name for statement in statements for name in statement.binds)
    ignored = static | (BUILTINS - bound)
    return tuple(_step(statement, ignored, lifted, static) for statement in statements)


def _step(
    statement: Statement,
    ignored: frozenset[str],
    lifted: Mapping[str, tuple[tuple[str, str], ...]],
    static: frozenset[str],
) -> Step:
    now = set(statement.reads - ignored)
    late = set(statement.late - ignored)
    for use in references(statement.node, frozenset(lifted)):
        values = {value for value, _ in lifted[use.node.id]}
        (late if use.deferred else now).update(values)
    keeps = frozenset() if _is_consumed(statement, late) else frozenset(late)
    return Step(
        statement,
        frozenset(now),
        frozenset(late),
        keeps,
        statement.binds - static,
        surely_bound(statement) - static,
    )


def _is_consumed(statement: Statement, late: set[str]) -> bool:
    """True when nothing that could read `late` survives the statement."""
    if isinstance(statement.node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return False
    deferred = [
        part
        for part in ast.walk(statement.node)
        if isinstance(part, ast.Lambda | ast.GeneratorExp | ast.FunctionDef)
    ]
    if not deferred:
        return True
    return is_used_at_once(statement, late) and not any(
        isinstance(part, ast.FunctionDef) for part in deferred
    )
