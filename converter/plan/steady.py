"""What the clock or chance has to do with the answers of served functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from converter.model.diagnostic import Diagnostic
from converter.model.plan import Plan

CLOCKS = frozenset({"now", "today", "utcnow"})


def unsteady(plan: Plan, seen: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Errors for functions whose answer to the same rows was `seen` to be another each time.

    No version could be told from a damaged one, for a request is asked again when it is loaded.
    """
    assert plan.split is not None
    spans = {each.order: each.span for each in plan.dataflow.statements}
    for served in plan.split.served:
        if why := seen.get(served.name, ""):
            yield Diagnostic(
                "NB811",
                "error",
                f"'{served.name}' cannot be served: it answers the same rows otherwise when asked "
                f"again: {why}",
                "leave out of the answer what the clock, a counter or chance says, take it as an "
                "argument, or seed the generator within the function",
                spans[served.statement],
            )


def clocked(plan: Plan) -> Iterator[Diagnostic]:
    """Warnings for served code that asks what day it is: on another day its answers are others."""
    assert plan.split is not None
    code = set(plan.split.code)
    for each in plan.dataflow.statements:
        if getattr(each.node, "name", "") in code and (clock := _clock(each.node)):
            yield Diagnostic(
                "NB812",
                "warning",
                f"'{clock}()' is asked for each request: answers that depend on it change with the "
                "day, and a version whose golden requests do is not loaded then",
                "take the date as an argument, or make it a value of training",
                each.span,
            )


def counting(plan: Plan) -> Iterator[Diagnostic]:
    """Warnings for served code that assigns globals: each request changes them."""
    assert plan.split is not None
    code = set(plan.split.code)
    for each in plan.dataflow.statements:
        if getattr(each.node, "name", "") in code and each.assigns_late:
            names = ", ".join(f"'{name}'" for name in sorted(each.assigns_late))
            yield Diagnostic(
                "NB813",
                "warning",
                f"each request changes {names}: every process of the service begins with what "
                "training left, and has its own",
                "leave counting to the service's metrics",
                each.span,
            )


def _clock(node: ast.AST) -> str:
    """The first call of a clock that tells days, or ""."""
    for part in ast.walk(node):
        match part:
            case ast.Call(
                func=ast.Attribute(value=ast.Name() | ast.Attribute(), attr=name) as func
            ):
                if name in CLOCKS:
                    return ast.unparse(func)
    return ""
