"""Notebooks without a function to serve: whether one is to be made, and why it could not be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from converter.model.dataflow import Dataflow
from converter.model.diagnostic import Diagnostic
from converter.model.parameter import ParameterSet
from converter.model.plan import Plan
from converter.model.split import Candidate

NOTHING = frozenset({"NB801", "NB803"})
FUNCTION = (
    "write a function that takes rows and returns answers, tagged `predict`, and call it once"
)


def wants_synthesis(plan: Plan) -> bool:
    """True when no function of the notebook can be served as it is asked for."""
    codes = {each.code for each in plan.diagnostics if each.severity == "error"}
    return bool(codes & NOTHING) and codes <= NOTHING


def names_known(plan: Plan, parameters: ParameterSet) -> tuple[frozenset[str], frozenset[str]]:
    """The parameters' names, and those of imports: they mean the same in training and serving."""
    given = frozenset(parameter.name for parameter in parameters.parameters)
    return given, frozenset(name for line in plan.imports for name in line.names)


def with_estimators(plan: Plan, asked: Mapping[str, Candidate]) -> Plan:
    """The plan that names the estimators which the notebook asks, and where it first does."""
    if not asked:
        return plan
    told = tuple(
        (
            replace(each, hint=f"{each.hint}; estimators: {', '.join(asked)}")
            if each.code == "NB801"
            else each
        )
        for each in plan.diagnostics
    )
    return replace(plan, estimators=tuple(asked.values()), diagnostics=told)


def with_refusals(plan: Plan, refused: tuple[tuple[str, str, int], ...], flow: Dataflow) -> Plan:
    """The plan with what keeps estimators from being served: errors where nothing else is served.

    `refused` are (estimator, why, order of a statement of `flow`, the notebook as it stands).
    """
    spans = {each.order: each.span for each in flow.statements}
    served = bool(plan.made) or plan.split is not None
    found = tuple(
        Diagnostic(
            "NB807",
            "warning" if served else "error",
            f"'{name}' cannot be served from the data's own rows: {why}",
            f"{'or ' if ';' in why else ''}{FUNCTION}",
            spans.get(order),
        )
        for name, why, order in refused
    )
    kept = plan.diagnostics
    if found and not served:
        kept = tuple(each for each in kept if each.code not in NOTHING)
    whys = {name: why for name, why, _ in refused}
    estimators = tuple(replace(each, why_not=whys.get(each.name, "")) for each in plan.estimators)
    return replace(plan, diagnostics=(*kept, *found), estimators=estimators)
