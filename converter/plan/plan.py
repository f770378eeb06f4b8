"""Plan: Dataflow + ParameterSet + Settings -> Plan.

Takes every decision of a conversion: stages and their names, what becomes importable, what is
lifted into it, which imports may be repeated, what is dropped and why. Writes no code.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from converter.model.dataflow import FIGURE, Dataflow, Statement
from converter.model.diagnostic import Diagnostic
from converter.model.parameter import ParameterSet
from converter.model.plan import Plan, Result, Stage
from converter.model.settings import Settings
from converter.plan.body import RunningBody, body_of, groups_in, shared_of
from converter.plan.captured import own_lists
from converter.plan.dependencies import dependencies_of
from converter.plan.effective import Step
from converter.plan.homes import SHARED_MODULE, definitions_of
from converter.plan.imports import imported_modules, star_import
from converter.plan.ledger import ledger_of
from converter.plan.listings import listings
from converter.plan.making import stages_of
from converter.plan.naming import SERVICE_MODULES, package_name
from converter.plan.own_modules import runs_commands, saves_charts, shows_values
from converter.plan.reasons import reasons_of
from converter.plan.refusals import refusals, unbound_lifts, unbound_shared, undefined
from converter.plan.requirements import requirements_of
from converter.plan.results import result_names, unknown_outputs
from converter.plan.serving import Sliced, sliced
from converter.plan.sharing import Sharing
from converter.plan.types import types_of


@dataclass(frozen=True)
class Surroundings:
    """What lies around the notebook: installed packages and files beside it.

    `installed(name)` gives (distribution, version) of an import or distribution name, or None;
    `neighbours` are Python files beside the notebook that it imports, `local` their module
    names; `data` are data files that it names; `made` are modules (file, text) made of notebooks
    that it imports, `active` those of all these that do something when they are imported.
    """

    installed: Callable[[str], tuple[str, str] | None]
    neighbours: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    made: tuple[tuple[str, str], ...] = ()
    active: frozenset[str] = frozenset()

    @property
    def local(self) -> frozenset[str]:
        """The top-level module names of what lies beside the notebook."""
        files = [*self.neighbours, *(path for path, _ in self.made)]
        return frozenset(path.split("/")[0].removesuffix(".py") for path in files)


def plan_of(
    flow: Dataflow,
    parameters: ParameterSet,
    settings: Settings,
    surroundings: Surroundings,
    remarks: Sequence[Diagnostic] = (),
    renamed: Mapping[str, str] = MappingProxyType({}),
    *,
    profile: str = "",
) -> Plan:
    """Every decision about the notebook; errors among its diagnostics mean that it is refused.

    `renamed` gives the notebook's name for values that were renamed before the analysis; `profile`
    is the frame of training's rows that a service keeps a profile of.
    """
    program = flow.program
    tests = {cell.number for cell in program.cells if cell.marks.test}
    running = tuple(each for each in flow.statements if each.cell not in tests)
    whole = running
    body = body_of(running, flow, parameters, settings, surroundings.active)
    whole_set = parameters.parameters
    slice_: Sliced | None = None
    troubles: tuple[Diagnostic, ...] = ()
    if settings.target == "service":
        slice_, troubles = sliced(
            flow, running, parameters, settings, surroundings.active, body, profile
        )
    if slice_ is not None:
        running, parameters, body = slice_.running, slice_.parameters, slice_.body
    given = frozenset(parameter.name for parameter in parameters.parameters)
    groups, merges = groups_in(flow, body, given)
    changing = _changing(parameters, running)
    results = _results(flow, body, tests, given, changing, slice_, profile)
    stages, homes = stages_of(
        groups,
        body.local_steps,
        flow,
        given=given,
        results=frozenset(results) - body.placement.shared.kept,
        changing=changing,
        literal=bool(body.literal),
        reserved=SERVICE_MODULES if settings.target == "service" else frozenset(),
    )
    aside = dict.fromkeys(slice_.aside, slice_.module) if slice_ else {}
    definitions = definitions_of(body.placement, flow, homes, aside)
    modules = imported_modules(running)
    package = package_name(settings.name or _default_name(flow), imported_modules(flow.statements))
    names = {name for each in whole for name in each.binds | each.reads | each.late}
    # A star may bind any name but those of a leading underscore.
    ours = "_" if any(star_import(each.node) for each in running) else ""
    shared = shared_of(body, definitions, running, _free_name(SHARED_MODULE, names))
    reasons = reasons_of(running, dependencies_of(running, given), results)
    bound = frozenset(name for each in whole for name in each.binds | each.assigns_late)
    diagnostics = [
        *program.diagnostics,
        *flow.diagnostics,
        *remarks,
        *troubles,
        *refusals(running, bound),
        *listings(running, bound),
        *own_lists(running),
        *(() if body.literal else undefined(body.local_steps, given, body.static | bound, program)),
        *unbound_lifts(definitions, flow, bound | given),
        *unbound_shared(body.placement, bound | given),
        *_output_remarks(flow, body.steps, settings),
    ]
    return Plan(
        dataflow=flow,
        settings=settings,
        name=package.replace("_", "-"),
        package=package,
        title=program.title or package.replace("_", " "),
        prose=program.prose,
        parameters=parameters.parameters,
        stages=stages,
        definitions=definitions,
        shared=shared,
        results=tuple(
            Result(renamed.get(name, name), _maker(name, stages), shared.value(name))
            for name in results
        ),
        imports=body.imports,
        requirements=requirements_of(
            (module for module in modules if module.split(".")[0] not in surroundings.local),
            "\n".join(statement.text for statement in running),
            program.requirements,
            surroundings.installed,
        ),
        ledger=ledger_of(
            flow,
            parameters,
            stages,
            definitions,
            body.placement,
            settings,
            tests,
            reasons,
            frozenset(each.order for each in whole) - {each.order for each in running},
            body.idle,
        ),
        neighbours=surroundings.neighbours,
        data=surroundings.data,
        modules=surroundings.made,
        types=tuple(sorted(types_of(body.steps, body.imports).items())),
        changing=tuple(sorted(changing)),
        literal=body.literal,
        workers=Sharing(running).barred if body.literal else "",
        tests=tuple(sorted(tests)) if slice_ is None else (),
        show_name=_free_name(ours + "show", names),
        close_name=_free_name(ours + "close_figures", names),
        run_name=_free_name(ours + "run_shell", names),
        output_name=_free_name(ours + "shell_output", names),
        save_name=_free_name(ours + "save_chart", names),
        figures=any(FIGURE in statement.effects for statement in running),
        shows=shows_values(running, settings),
        commands=runs_commands(running if slice_ else flow.statements),
        charts=saves_charts(running if slice_ else flow.statements, flow.statements, settings),
        asynchronous=any(stage.asynchronous for stage in stages),
        diagnostics=tuple(_unique(diagnostics)),
        merges=merges,
        renamed=tuple(sorted(renamed.items())),
        split=slice_.split if slice_ else None,
        profile=profile,
        unread=tuple(each for each in whole_set if each.name not in given),
    )


def _results(
    flow: Dataflow,
    body: RunningBody,
    tests: set[int],
    given: frozenset[str],
    changing: frozenset[str],
    slice_: Sliced | None,
    profile: str,
) -> tuple[str, ...]:
    """The products: of a service's training what serving reads and the metrics, else the notebook's."""
    sure = frozenset(name for step in body.steps for name in step.surely)
    if slice_ is not None:
        wanted = (*slice_.split.artifacts, *slice_.split.metrics, *filter(None, [profile]))
        return tuple(dict.fromkeys(name for name in wanted if name in sure))
    hidden = (given - changing) | body.static | body.placement.stays.keys()
    results = result_names(flow.program, body.steps, hidden)
    tested = frozenset(
        name for each in flow.statements if each.cell in tests for name in each.reads | each.late
    )
    return results + tuple(sorted((tested & sure) - set(results) - hidden))


def _free_name(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _default_name(flow: Dataflow) -> str:
    name = flow.program.notebook.name
    return flow.program.title if name.startswith("<") else name.rsplit(".", 1)[0]


def _unique(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    return list(dict.fromkeys(diagnostics))


def _changing(parameters: ParameterSet, running: tuple[Statement, ...]) -> frozenset[str]:
    """Parameters that do not keep their first value throughout the notebook."""
    found: set[str] = set()
    for parameter in parameters.parameters:
        others = [each for each in running if each.order != parameter.statement]
        bound = any(
            parameter.name in each.binds | each.deletes | each.assigns_late for each in others
        )
        mutable = isinstance(parameter.value, list | dict | set)
        if bound or (mutable and any(parameter.name in each.mutates for each in others)):
            found.add(parameter.name)
    return frozenset(found)


def _maker(name: str, stages: tuple[Stage, ...]) -> str:
    makers = [stage.name for stage in stages if name in stage.outputs]
    return makers[-1] if makers else (stages[-1].name if stages else "")


def _output_remarks(flow: Dataflow, steps: Sequence[Step], settings: Settings) -> list[Diagnostic]:
    if settings.target == "service":
        return []  # a service's products are what it serves with
    spans = {cell.number: cell for cell in flow.program.cells}
    return [
        Diagnostic(
            "NB603",
            "error",
            f"output:{name} names nothing that the notebook surely binds",
            f"bind '{name}' in the notebook on every path, or correct the tag",
            spans[cell].span(ast.Pass()),
        )
        for cell, name in unknown_outputs(flow.program, steps)
    ]
