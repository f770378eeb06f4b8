"""The order of the rooms, and nothing else: from a path to a project that could be written."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from converter.analyse.dataflow import dataflow_of
from converter.emit.lint import laid_out
from converter.emit.modules import modules_of
from converter.emit.test_cells import test_cells_text
from converter.errors import InternalError, NotebookError
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
from converter.plan.imports import imported_modules
from converter.plan.parameters import parameters_of
from converter.plan.plan import Surroundings
from converter.plan.plan import plan_of as planned
from converter.read.environment import installed_distribution
from converter.read.injected import without_injected
from converter.read.neighbours import data_of, neighbours_of
from converter.read.notebook import read_notebook
from converter.rewrite.bodies import bodies_of
from converter.rewrite.shadowed import unshadowed
from converter.scaffold.project import NOTHING, scaffold


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
    """The notebook at `path` as it stands, its parameters, and remarks on them.

    Values that an earlier run injected are left out.
    """
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


def plan_notebook(notebook: Notebook, settings: Settings) -> Plan:
    """The plan for a notebook that was read."""
    flow = dataflow_of(parse_program(notebook))
    program, renamed = unshadowed(flow)
    if program is not flow.program:
        flow = dataflow_of(program)
    parameters, remarks = parameters_of(flow, offer=settings.offer)
    return planned(flow, parameters, settings, _surroundings(flow), remarks, renamed)


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
    _check_compiles(project)
    return Conversion(plan, modules, project)


def read(path: str) -> Notebook:
    """The notebook at `path` (`-`: standard input). Raises InputError."""
    return read_notebook(path, stdin=sys.stdin.buffer if path == "-" else None)


def _surroundings(flow: Dataflow) -> Surroundings:
    path = flow.program.notebook.path
    if path is None:
        return Surroundings(installed_distribution)
    folder = path.resolve().parent
    roots = {module.split(".")[0] for module in imported_modules(flow.statements)}
    return Surroundings(
        installed_distribution,
        neighbours=neighbours_of(folder, sorted(roots)),
        data=data_of(folder, sorted(set(_strings(flow)))),
    )


def _strings(flow: Dataflow) -> Iterable[str]:
    for statement in flow.statements:
        for part in ast.walk(statement.node):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value


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
    return files


def _check_compiles(project: Project) -> None:
    """Raise InternalError when a Python file of the project is no Python."""
    for name, content in project.files.items():
        if name.endswith(".py") and not name.startswith(("notebooks/", "src/")):
            _compile(name, content)
        elif name.startswith(f"src/{project.name.replace('-', '_')}/") and name.endswith(".py"):
            _compile(name, content)


def _compile(name: str, content: bytes) -> None:
    try:
        compile(content, name, "exec", dont_inherit=True)
    except SyntaxError as exc:
        raise InternalError(f"emitted {name}, which is no Python: {exc}") from exc
