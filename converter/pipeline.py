"""The order of the rooms, and nothing else: from a path to a project that could be written."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from converter.analyse.dataflow import dataflow_of
from converter.emit.lint import laid_out
from converter.emit.modules import modules_of
from converter.emit.notebook_module import notebook_module
from converter.emit.test_cells import test_cells_text
from converter.errors import NotebookError
from converter.model.dataflow import Dataflow
from converter.model.diagnostic import Diagnostic
from converter.model.notebook import Notebook
from converter.model.parameter import ParameterSet
from converter.model.plan import Plan
from converter.model.program import Program
from converter.model.project import Module, Project
from converter.model.settings import Settings
from converter.parse.program import parse_program
from converter.plan.discretion import discreet_text
from converter.plan.imports import import_lines, imported_modules
from converter.plan.parameters import parameters_of
from converter.plan.plan import Surroundings
from converter.plan.plan import plan_of as planned
from converter.plan.shown import using_what_was_fitted
from converter.plan.unserved import (
    names_known,
    wants_synthesis,
    with_estimators,
    with_refusals,
)
from converter.read.environment import installed_distribution
from converter.read.exports import exports_of
from converter.read.injected import without_injected
from converter.read.neighbours import active_modules, data_of, neighbours_of, notebook_beside
from converter.read.notebook import read_notebook
from converter.read.search_path import on_the_path
from converter.rewrite.bodies import bodies_of
from converter.rewrite.notebook_imports import imported_notebooks, with_module_imports
from converter.rewrite.repeated import told_apart
from converter.rewrite.serving.blends import asked_in
from converter.rewrite.serving.named_lambdas import named_lambdas
from converter.rewrite.serving.only_columns import only_columns
from converter.rewrite.serving.own_objects import methods_of
from converter.rewrite.serving.synthesis import Synthesis, synthesis_of
from converter.rewrite.serving.ways import AT_ONCE, FIRST, THEN, Way, ways_left
from converter.rewrite.serving.weaving import changed_cells, with_cells
from converter.rewrite.shadowed import unshadowed
from converter.rewrite.star_imports import named_imports, star_modules
from converter.rewrite.web_apps import without_servers
from converter.rewrite.widgets import without_widgets
from converter.scaffold.compiling import check_compiles
from converter.scaffold.project import NOTHING, scaffold
from converter.syntax.texts import texts_in


@dataclass(frozen=True)
class Conversion:
    """A converted notebook: what was decided, the modules, and the files of the project."""

    plan: Plan
    modules: tuple[Module, ...]
    project: Project


def load_program(path: str) -> Program:
    """The notebook at `path` (`-`: standard input) as a program. Raises InputError."""
    return parse_program(read(path))


def plan_of(path: str, settings: Settings) -> Plan:
    """What a conversion would do; a wrong notebook shows in the plan's diagnostics."""
    return plan_notebook(read(path), settings)


def parameters_in(path: str) -> tuple[Dataflow, ParameterSet, tuple[Diagnostic, ...]]:
    """The notebook at `path` without values that an earlier run injected, its parameters, and remarks on them."""
    return parameters_of_notebook(read(path))


def parameters_of_notebook(
    notebook: Notebook,
) -> tuple[Dataflow, ParameterSet, tuple[Diagnostic, ...]]:
    """The same for a notebook that was read."""
    flow = dataflow_of(parse_program(without_injected(notebook)))
    return flow, *parameters_of(flow)


def convert(path: str, settings: Settings) -> Conversion:
    """The project for the notebook at `path`. Raises NotebookError, InputError."""
    return convert_notebook(read(path), settings)


def plan_notebook(notebook: Notebook, settings: Settings, *, profile: str = "") -> Plan:
    """The plan for a notebook that was read; `profile` is a frame that a service's training keeps."""
    modules, troubles = _notebook_modules(notebook)
    names = frozenset(path.removesuffix(".py") for path in modules)
    program = without_servers(with_module_imports(parse_program(notebook), names))
    flow = _named(without_widgets(program))
    cells: tuple[tuple[int, str], ...] = ()
    if settings.target == "service":
        own, flow = flow, _written_out(flow, FIRST)
        cells = changed_cells(own, flow.program)
        flow = _written_out(flow, THEN)
        named = _flow_of(named_lambdas(flow), flow)
        stored = only_columns(named)
        cells += changed_cells(flow, stored)
        flow = _flow_of(stored, named)
    flow = _flow_of(told_apart(flow), flow)
    program, renamed = unshadowed(flow)
    flow = _flow_of(program, flow)
    parameters, remarks = parameters_of(flow, offer=settings.offer)
    surroundings, remarks = _surroundings(flow, modules), (*troubles, *remarks)
    plan = planned(flow, parameters, settings, surroundings, remarks, renamed, profile=profile)
    plan = replace(plan, watched=cells)
    if settings.target != "service":
        return plan
    asked = asked_in(flow.statements)
    plan = with_estimators(plan, asked)
    if not wants_synthesis(plan):
        return plan
    found, flow = _synthesis(flow, plan, parameters, profile)
    if not found.made:
        shown = () if settings.serve else using_what_was_fitted(plan)
        if not shown:
            return with_refusals(plan, found.refused, flow)
        last = replace(settings, serve=shown)
        plan = planned(
            plan.dataflow, parameters, last, surroundings, remarks, renamed, profile=profile
        )
        plan = with_estimators(replace(plan, settings=settings, watched=cells), asked)
        return with_refusals(plan, found.refused, flow)
    asked = asked_in(flow.statements)
    made = dataflow_of(found.program)
    parameters, _ = parameters_of(made, offer=settings.offer)
    rest = replace(settings, serve=tuple(each for each in settings.serve if each not in asked))
    plan = planned(made, parameters, rest, surroundings, remarks, renamed, profile=profile)
    plan = with_estimators(replace(plan, settings=settings, made=found.made, watched=cells), asked)
    return with_refusals(plan, found.refused, flow)


def _synthesis(
    flow: Dataflow, plan: Plan, parameters: ParameterSet, profile: str
) -> tuple[Synthesis, Dataflow]:
    """The functions that can be made for estimators, and the dataflow that they were made from.

    What functions of the notebook do to rows is written out only where nothing can be made else (loops,
    also where more can be made then); where nothing can be then, it may be the first to say why. Methods of its own objects that it
    asks come first.
    """
    given, static = names_known(plan, parameters)
    if not plan.settings.serve and (own := methods_of(flow, learning=False)).made:
        return own, flow
    deeper = first = _written_out(flow, AT_ONCE)
    found = synthesis_of(first, given, static, plan.settings.serve, profile)
    told = found, first
    for ways in ways_left(bool(found.made), bool(found.refused)):
        if (further := _written_out(deeper, ways)) is deeper:
            break
        deeper = _written_out(further, AT_ONCE)
        known = static | {name for line in import_lines(deeper.statements) for name in line.names}
        again = synthesis_of(deeper, given, known, plan.settings.serve, profile)
        if again.made and (not found.made or len(again.refused) < len(found.refused)):
            made = with_cells(again.made, changed_cells(first, deeper.program))
            return replace(again, made=made), deeper
        told = (again, deeper) if again.refused and not told[0].refused else told
    if not (found.made or plan.settings.serve) and (own := methods_of(flow, learning=True)).made:
        return own, flow
    return told


def _written_out(flow: Dataflow, ways: Iterable[Way]) -> Dataflow:
    """The dataflow of the program that these leave; itself where they change nothing."""
    for way in ways:
        flow = _flow_of(way(flow) or flow.program, flow)
    return flow


def convert_notebook(notebook: Notebook, settings: Settings) -> Conversion:
    """The project for a notebook that was read. Raises NotebookError when it has errors."""
    return converted_plan(sound_plan(notebook, settings))


def sound_plan(notebook: Notebook, settings: Settings) -> Plan:
    """The plan of a notebook that can be converted. Raises NotebookError when it has errors."""
    plan = plan_notebook(notebook, settings)
    if any(each.severity == "error" for each in plan.diagnostics):
        raise NotebookError(f"{notebook.name} was not converted", diagnostics=plan.diagnostics)
    return plan


def converted_plan(plan: Plan, more: Mapping[str, bytes] = NOTHING) -> Conversion:
    """The project of a sound plan, with the files `more` in it."""
    bodies = bodies_of(plan)
    modules = modules_of(plan, bodies)
    extra = {**_taken_along(plan), **more}
    tests = test_cells_text(plan, bodies)
    if tests:
        extra["tests/test_notebook_cells.py"] = tests.encode()
    project = scaffold(plan, modules, extra, format=laid_out)
    check_compiles(project)
    return Conversion(plan, modules, project)


def _flow_of(program: Program, known: Dataflow) -> Dataflow:
    """The dataflow of `program`, which may be the one that is `known`."""
    return known if program is known.program else dataflow_of(program)


def _named(program: Program) -> Dataflow:
    """The dataflow of `program`, its star imports written out where their names are known."""
    path = program.notebook.path
    folder = path.resolve().parent if path else None
    found = {module: exports_of(module, folder) for module in star_modules(program)}
    exports = {module: names for module, names in found.items() if names is not None}
    if not exports:
        return dataflow_of(program)
    flow = dataflow_of(program, frozenset().union(*exports.values()))
    return dataflow_of(named_imports(flow, exports))


def _notebook_modules(notebook: Notebook) -> tuple[dict[str, str], tuple[Diagnostic, ...]]:
    """Modules made of the notebooks that this one imports, theirs too, by file; and what is wrong."""
    found: dict[str, str] = {}
    troubles: list[Diagnostic] = []
    if notebook.path is None:
        return found, ()
    folder = notebook.path.resolve().parent
    program = parse_program(notebook)
    waiting = list(imported_notebooks(program))
    only_definitions = "ipynb.fs.defs." in notebook.text
    while waiting:
        name = waiting.pop()
        path = notebook_beside(folder, name)
        if path is None or f"{name}.py" in found:
            continue
        inner = parse_program(read_notebook(str(path)))
        more = imported_notebooks(inner)
        waiting += more
        inner = with_module_imports(inner, frozenset(more))
        wrong = [each for each in inner.diagnostics if each.severity == "error"]
        troubles += [replace(d, span=None, message=f"{path.name}: {d.message}") for d in wrong]
        found[f"{name}.py"] = (
            "" if wrong else notebook_module(inner, only_definitions=only_definitions)
        )
    return found, tuple(troubles)


def read(path: str) -> Notebook:
    """The notebook at `path` (`-`: standard input). Raises InputError."""
    return read_notebook(path, stdin=sys.stdin.buffer if path == "-" else None)


def _surroundings(flow: Dataflow, made: Mapping[str, str]) -> Surroundings:
    notebook = flow.program.notebook
    if notebook.path is None:
        return Surroundings(installed_distribution)
    folder = notebook.path.resolve().parent
    roots = {module.split(".")[0] for module in imported_modules(flow.statements)}
    neighbours = neighbours_of(folder, sorted(roots))
    strings = texts_in(each.node for each in flow.statements)
    if "sys.path" in notebook.text:
        further = on_the_path(folder, {*strings, ".."}, roots, installed_distribution)
        made = {**further, **made}
    texts = {
        name: (folder / name).read_text(encoding="utf-8", errors="replace")
        for name in neighbours
        if name.endswith(".py")
    }
    return Surroundings(
        installed_distribution,
        neighbours=neighbours,
        active=active_modules({**texts, **made}),
        made=tuple(sorted(made.items())),
        data=data_of(folder, strings),
    )


def _taken_along(plan: Plan) -> dict[str, bytes]:
    """The notebook itself, the data it names and the modules beside it, by project path."""
    notebook = plan.dataflow.program.notebook
    files = {f"notebooks/{plan.package}.ipynb": discreet_text(plan).encode()}
    if notebook.path is None:
        return files
    folder = notebook.path.resolve().parent
    for name in plan.data:
        files[f"notebooks/{name}"] = (folder / name).read_bytes()
    for name in plan.neighbours:
        files[f"src/{name}"] = (folder / name).read_bytes()
    for name, text in plan.modules:
        files[f"src/{name}"] = text.encode()
    for included in notebook.included:
        if included.path:
            files.setdefault(f"notebooks/{included.path}", (folder / included.path).read_bytes())
    return files
