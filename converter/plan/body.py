"""What runs in stages: the notebook's statements without imports and importable definitions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from converter.model.dataflow import Dataflow, Statement
from converter.model.parameter import ParameterSet
from converter.model.plan import Definition, ImportLine, SharedValues
from converter.model.settings import Settings
from converter.plan.constants import literal_constants, made_classes
from converter.plan.definitions import Placement, placement_of
from converter.plan.effective import Step, steps_of
from converter.plan.idle import idle_assignments
from converter.plan.imports import import_lines, is_future, is_import
from converter.plan.ledger import is_dropped
from converter.plan.making import LITERAL_MODULE
from converter.plan.merging import merged_groups
from converter.plan.process_pools import looked_up_by_name
from converter.plan.refusals import global_assigned, reason_for_literal
from converter.plan.sharing import copies_of
from converter.plan.stages import Group, groups_of

NOWHERE = Placement({}, {}, {}, frozenset())


@dataclass(frozen=True)
class RunningBody:
    """The statements that run in stages, and what was taken out of them.

    `literal` is the reason why all stays in one function on module globals, or "". `idle` are
    assignments that were left out, because nothing has a use for them.
    """

    steps: tuple[Step, ...]
    static: frozenset[str]
    imports: tuple[ImportLine, ...]
    placement: Placement
    literal: str
    idle: frozenset[int] = frozenset()

    @property
    def local_steps(self) -> tuple[Step, ...]:
        """The steps as the stages' own names: values that only a module has are left out."""
        kept = self.placement.shared.kept
        if not kept:
            return self.steps
        return tuple(
            replace(
                step,
                now=step.now - kept,
                late=step.late - kept,
                keeps=step.keeps - kept,
                binds=step.binds - kept,
                surely=step.surely - kept,
            )
            for step in self.steps
        )


def body_of(
    running: tuple[Statement, ...],
    flow: Dataflow,
    parameters: ParameterSet,
    settings: Settings,
    active: frozenset[str],
    constants: frozenset[int] = frozenset(),
) -> RunningBody:
    """The stages' code, in functions where that can mean the same.

    `active` are modules that do something when they are imported: their time counts. `constants`
    are orders of assignments that become constants of modules, besides those that tags ask for.
    """
    kept = tuple(
        each
        for each in running
        if each.order not in parameters.taken
        and not is_dropped(each, settings)
        and not is_future(each.node)
    )
    literal = reason_for_literal(running)
    if literal:
        return _literal(kept, literal)
    readers = (each for each in flow.statements if not is_dropped(each, settings))
    idle = idle_assignments(flow, kept, readers)
    if all(each.order in idle or is_import(each) for each in kept):
        idle = frozenset()  # the notebook is no more than that
    kept = tuple(each for each in kept if each.order not in idle)
    given = frozenset(parameter.name for parameter in parameters.parameters)
    imports = import_lines(running, active)
    imported = frozenset(name for line in imports for name in line.names)
    constant_cells = {cell.number for cell in flow.program.cells if cell.marks.module}
    placement = placement_of(
        kept,
        imported=imported,
        late_imported=frozenset(name for line in imports if line.late for name in line.names),
        given=given,
        constants=_constants(kept, constant_cells) | constants | set(made_classes(kept).values()),
    )
    static = imported | placement.movable.keys()
    moved = {statement.order for statement in placement.movable.values()} | placement.repeats
    staying = tuple(
        each
        for each in kept
        if each.order not in moved and not _is_hoisted(each, imported, imports)
    )
    literal = global_assigned(staying) or looked_up_by_name(staying, running)
    if literal:
        return _literal(kept, literal)
    steps = steps_of(staying, static=static, lifted=placement.lifted)
    return RunningBody(steps, static, imports, placement, "", idle)


def _literal(kept: tuple[Statement, ...], why: str) -> RunningBody:
    steps = steps_of(kept, static=frozenset(), lifted={})
    return RunningBody(steps, frozenset(), (), NOWHERE, why)


def groups_in(
    flow: Dataflow, body: RunningBody, given: frozenset[str]
) -> tuple[tuple[Group, ...], tuple[str, ...]]:
    """The groups of cells that become stages, and why some were joined."""
    groups = groups_of(flow.program)
    if body.literal:
        cells = tuple(cell for group in groups for cell in group.cells)
        return (Group(LITERAL_MODULE, "The notebook, top to bottom", cells),), ()
    return merged_groups(groups, body.local_steps, given)


def shared_of(
    body: RunningBody,
    definitions: Iterable[Definition],
    running: Iterable[Statement],
    name: str,
) -> SharedValues:
    """The values that definitions share with the stages; `name` is what stages call their module."""
    placement = body.placement
    modules = {each.module for each in definitions if each.shares}
    if not modules:
        return SharedValues()
    (module,) = modules
    staying = [step.statement for step in body.steps]
    cells: dict[str, list[int]] = {}
    for each in running:
        for bound in each.binds & placement.shared.names:
            cells.setdefault(bound, []).append(each.cell)
    return SharedValues(
        module=module,
        name=name,
        names=tuple(sorted(placement.shared.names)),
        kept=placement.shared.kept,
        copies=tuple(sorted(copies_of(staying, placement.shared).items())),
        cells=tuple((bound, tuple(sorted(set(at)))) for bound, at in sorted(cells.items())),
    )


def _is_hoisted(
    statement: Statement, imported: frozenset[str], imports: tuple[ImportLine, ...]
) -> bool:
    """True for imports that leave the stage bodies; late ones stay where they stood as well."""
    late = {name for line in imports if line.late for name in line.names}
    return is_import(statement) and statement.binds <= imported - late


def _constants(statements: tuple[Statement, ...], cells: set[int]) -> frozenset[int]:
    """Literal assignments in `module:` cells to names that nothing changes."""
    cell_of = {each.order: each.cell for each in statements}
    orders = literal_constants(statements).values()
    return frozenset(order for order in orders if cell_of[order] in cells)
