"""What became of every statement of the notebook, and why."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from converter.model.dataflow import Dataflow, Statement
from converter.model.parameter import ParameterSet
from converter.model.plan import Definition, LedgerEntry, Stage
from converter.model.program import NEEDS_BROWSER, WAITS
from converter.model.settings import Settings
from converter.model.split import EXPLORES
from converter.plan.definitions import Placement, defined_name
from converter.plan.idle import WRITTEN_DOWN


def ledger_of(
    flow: Dataflow,
    parameters: ParameterSet,
    stages: tuple[Stage, ...],
    definitions: tuple[Definition, ...],
    placement: Placement,
    settings: Settings,
    tests: set[int],
    reasons: Mapping[int, str],
    explored: frozenset[int] = frozenset(),
    idle: frozenset[int] = frozenset(),
) -> tuple[LedgerEntry, ...]:
    """One entry for every statement, in order; `reasons` say why one is kept.

    `explored` are those that a service needs neither to train nor to answer, `idle` those that give a
    plain value a name that nothing reads.
    """
    stage_of = {order: stage for stage in stages for order in stage.statements}
    moved = {definition.statement: definition for definition in definitions}
    asked = {each.statement for each in parameters.parameters}
    offered = {each.statement: each.offered for each in parameters.parameters}

    def entry(each: Statement) -> tuple[str, str, str]:
        if each.cell in tests:
            return "test", "tests", "its cell is tagged `test`"
        if each.order in parameters.taken and (not explored or each.order in asked):
            why = "plainly a setting" if offered.get(each.order) else "in the parameters cell"
            return "parameter", "parameters", why
        if each.order in explored:
            return "dropped", "", EXPLORES
        if each.order in moved:
            return _moved(moved[each.order])
        if each.order in placement.repeats:
            return "dropped", "", "defines the same thing again, word for word"
        if is_dropped(each, settings):
            return "dropped", "", _why_dropped(each)
        if each.order in idle:
            return "dropped", "", WRITTEN_DOWN
        stage = stage_of.get(each.order)
        if stage is None:
            return "import", "each module that needs it", "imports stand at the top of modules"
        stays = placement.stays.get(defined_name(each))
        why = reasons.get(each.order, "")
        return "kept", stage.module, f"stays in its stage: {stays}" if stays else why

    return tuple(
        LedgerEntry(each.order, each.span, *entry(each))  # type: ignore[arg-type]
        for each in flow.statements
    )


def _why_dropped(statement: Statement) -> str:
    if isinstance(statement.node, ast.Pass):
        said = (why for why in (NEEDS_BROWSER, WAITS) if why in statement.text)
        return next(said, "does nothing")
    displays = statement.displayed or statement.idle
    return "only displays a value" if displays else "computes a value nobody uses"


def _moved(definition: Definition) -> tuple[str, str, str]:
    if definition.shares:
        return "moved", definition.module, "importable; shares values with the stages"
    if not definition.lifted:
        return "moved", definition.module, "importable"
    values = ", ".join(value for value, _ in definition.lifted)
    return "lifted", definition.module, f"importable; reads {values} as keyword parameters"


def is_dropped(statement: Statement, settings: Settings) -> bool:
    """True for an expression that changes nothing and whose value nobody gets to see."""
    shown = statement.displayed or "display" in statement.text
    return statement.pure and not (shown and settings.displays == "print")
