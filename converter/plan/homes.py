"""The modules that importable definitions live in; a cycle of modules is broken by one more."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from converter.model.dataflow import Dataflow
from converter.model.plan import Definition
from converter.plan.definitions import Placement
from converter.plan.naming import OWN_MODULES

# Where definitions live that share values with the stages.
SHARED_MODULE = "shared"


def definitions_of(
    placement: Placement,
    flow: Dataflow,
    homes: Mapping[int, str],
    aside: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Definition, ...]:
    """The importable definitions with their modules; a cycle of modules is broken by one module.

    `aside` gives modules to some, whatever their cells say.
    """
    marks = {cell.number: cell.marks for cell in flow.program.cells}
    module_of: dict[str, str] = {}
    for name, statement in placement.movable.items():
        mark = marks[statement.cell]
        served = "predict" if mark.predict and not mark.stage else ""
        own = SHARED_MODULE if name in placement.sharing else aside.get(name, "")
        module_of[name] = own or _allowed(mark.module) or served or homes[statement.cell]
    used = {
        name: (statement.reads | statement.late) & placement.movable.keys()
        for name, statement in placement.movable.items()
    }
    stage_uses: dict[str, set[str]] = {}
    for statement in flow.statements:
        if placement.movable.get(getattr(statement.node, "name", "")) is not statement:
            home = homes.get(statement.cell, "")
            uses = (statement.reads | statement.late) & placement.movable.keys()
            stage_uses.setdefault(home, set()).update(uses)
            if statement.binds & placement.shared.names:
                stage_uses[home] |= placement.sharing
    if _has_cycle(module_of, used, stage_uses):
        module_of = {name: aside.get(name, "functions") for name in module_of}
    return tuple(
        Definition(
            name,
            statement.order,
            module_of[name],
            placement.lifted.get(name, ()),
            name in placement.sharing,
        )
        for name, statement in placement.movable.items()
    )


def _allowed(module: str | None) -> str:
    """A tagged module's name, or another one where the project has a module of that name."""
    return f"{module}_module" if module in OWN_MODULES else module or ""


def _has_cycle(
    module_of: Mapping[str, str],
    used: Mapping[str, frozenset[str]],
    stage_uses: Mapping[str, set[str]],
) -> bool:
    arrows: dict[str, set[str]] = {}
    for name, callees in used.items():
        arrows.setdefault(module_of[name], set()).update(module_of[callee] for callee in callees)
    for home, names in stage_uses.items():
        arrows.setdefault(home, set()).update(module_of[name] for name in names)

    def reaches(start: str, goal: str, seen: set[str]) -> bool:
        for module in arrows.get(start, set()) - {start}:
            if module == goal:
                return True
            if module not in seen:
                seen.add(module)
                if reaches(module, goal, seen):
                    return True
        return False

    return any(reaches(module, module, set()) for module in arrows)
