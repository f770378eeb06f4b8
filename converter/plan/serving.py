"""A notebook planned as a service: the slice that trains, and the code that answers."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace

from converter.model.dataflow import Dataflow, Statement
from converter.model.diagnostic import Diagnostic
from converter.model.parameter import ParameterSet
from converter.model.settings import Settings
from converter.model.split import Split
from converter.plan.body import RunningBody, body_of
from converter.plan.definitions import DEFINITIONS
from converter.plan.imports import is_import
from converter.plan.naming import SERVICE_MODULES, slug, unused
from converter.plan.split import Ground, split_of
from converter.syntax.callers import TAKES_PARTIALS
from converter.syntax.references import references


@dataclass(frozen=True)
class Sliced:
    """What a service keeps of a notebook: the running statements, the parameters, the body.

    `aside` are the definitions that live in the serving code's own module, `module`.
    """

    split: Split
    running: tuple[Statement, ...]
    parameters: ParameterSet
    body: RunningBody
    aside: frozenset[str]
    module: str


def sliced(
    flow: Dataflow,
    running: tuple[Statement, ...],
    parameters: ParameterSet,
    settings: Settings,
    active: frozenset[str],
    body: RunningBody,
    profile: str,
) -> tuple[Sliced | None, tuple[Diagnostic, ...]]:
    """The notebook's slice for a service, or why there is none.

    `profile` is the name of a frame that is kept besides: the rows that training saw.
    """
    given = frozenset(parameter.name for parameter in parameters.parameters)
    own = tuple(each for each in running if each.order not in parameters.taken)
    ground = Ground(flow, own, body.placement, body.literal, given)
    split, troubles = split_of(ground, settings.serve, profile)
    if split is None:
        return None, troubles
    kept = _kept(own, split, body)
    read = frozenset(split.frozen) | frozenset(split.settings)
    asked = replace(
        parameters,
        parameters=tuple(p for p in parameters.parameters if p.name in read),
    )
    new = body_of(kept, flow, parameters, settings, active, constants=split.constants)
    # What handed a served function on may have fallen away: then it is given its values after all.
    told = tuple(name for name in split.told if name in new.placement.shared.names)
    split = replace(split, told=told)
    aside = _aside(kept, split, new)
    taken = {name for each in own for name in each.binds | each.reads | each.late}
    modules = {cell.marks.module for cell in flow.program.cells if cell.marks.module}
    first = split.served[0].name
    module = unused(
        slug(first) or "predict", (taken - {first}) | modules | SERVICE_MODULES, suffix="code"
    )
    return Sliced(split, kept, asked, new, aside, module), ()


def _kept(
    statements: tuple[Statement, ...], split: Split, body: RunningBody
) -> tuple[Statement, ...]:
    """The statements of training, the served code, and the definitions and imports of both."""
    code = {body.placement.movable[name].order for name in split.code}
    orders = split.train | code | split.constants
    definitions = {
        each.node.name: each for each in statements if isinstance(each.node, DEFINITIONS)
    }
    wanted = {order for order in orders}
    waiting = [each for each in statements if each.order in wanted]
    while waiting:
        each = waiting.pop()
        for name in (each.reads | each.late | each.strings) & definitions.keys():
            if definitions[name].order not in wanted:
                wanted.add(definitions[name].order)
                waiting.append(definitions[name])
    used = frozenset(
        name
        for each in statements
        if each.order in wanted
        for name in each.reads | each.late | each.strings
    )
    return tuple(
        each
        for each in statements
        if each.order in wanted or (is_import(each) and _is_wanted(each, used))
    )


def _is_wanted(statement: Statement, used: frozenset[str]) -> bool:
    """True for an import that kept code uses, or that switches something on."""
    switches = any(
        isinstance(part, ast.ImportFrom) and "experimental" in (part.module or "")
        for part in ast.walk(statement.node)
    )
    return bool(statement.binds & used) or switches


def _aside(kept: Iterable[Statement], split: Split, body: RunningBody) -> frozenset[str]:
    """Served code, and what artifacts may hold: classes, and functions handed on to what may keep them.

    They live apart from the stages, so that loading artifacts imports no training code.
    """
    movable = frozenset(body.placement.movable)
    found = set(split.code) & movable
    for each in kept:
        for use in references(each.node, movable):
            is_class = isinstance(body.placement.movable[use.node.id].node, ast.ClassDef)
            if is_class or (use.call is None and use.receiver not in TAKES_PARTIALS):
                found.add(use.node.id)
    waiting = list(found)
    while waiting:
        statement = body.placement.movable[waiting.pop()]
        more = (statement.late | statement.reads) & movable - found
        found |= more
        waiting += more
    return frozenset(found)
