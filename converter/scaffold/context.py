"""The names that templates may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from converter.model.parameter import Parameter
from converter.model.plan import Plan
from converter.model.project import Module
from converter.model.service import Endpoint, Service
from converter.scaffold.diagram import mermaid
from converter.scaffold.imports import endpoint_imports, local_name, schema_imports, times_of
from converter.scaffold.recorded import example_of
from converter.scaffold.requirements import requirements_of
from converter.syntax.control import may_exit

# Options of the job that are not parameters.
RESERVED = frozenset(
    {
        "dry-run",
        "help",
        "json",
        "json-schema",
        "log-format",
        "log-level",
        "output-dir",
        "params",
        "workdir",
    }
)

AMBIGUOUS = frozenset({"I", "O", "l"})
AMBIGUOUS_NAME = ("E741",)
"""Ruff's rule against names that look like digits."""


def context_of(
    plan: Plan,
    modules: tuple[Module, ...],
    extra: Mapping[str, bytes],
    *,
    version: Callable[[str], str | None],
    interpreter: str,
) -> dict[str, object]:
    """What every template is rendered with."""
    needs = requirements_of(plan, version=version)
    prefix = env_prefix(plan.package)
    return {
        "plan": plan,
        "package": plan.package,
        "command": plan.name,
        "env_prefix": prefix,
        "parameters": plan.parameters,
        "modules": modules,
        "ignores": ignored_rules(plan, modules),
        "python": ".".join(map(str, needs.python)),
        "interpreter": interpreter,
        "needs": needs,
        "job": plan.settings.target == "job",
        "deploy": plan.settings.deploy if plan.settings.target != "package" else (),
        "diagram": mermaid(plan),
        "notebook": plan.dataflow.program.notebook.name,
        "options": tuple(
            (p, env_name(prefix, p, plan.parameters), flag(p, plan.parameters))
            for p in plan.parameters
        ),
        "neighbours": neighbours_of(plan.package, extra),
        "notebooks": any(path.startswith("notebooks/") for path in extra),
        **_service_context(plan),
        "exits": any(may_exit(statement.node) for statement in plan.dataflow.statements),
        "written": tuple(m.name for m in modules if m.name != "pipeline"),
    }


def ignored_rules(
    plan: Plan, modules: tuple[Module, ...]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(module, rules) that ruff leaves alone there: the notebook's code, and names that it chose."""
    endpoints = plan.service.endpoints if plan.service else ()
    named = {
        "parameters": {parameter.name for parameter in plan.parameters},
        "pipeline": {value for stage in plan.stages for value in (*stage.inputs, *stage.outputs)},
        "schemas": {field.name for endpoint in endpoints for field in endpoint.fields},
    }
    ambiguous = {name: AMBIGUOUS_NAME for name, names in named.items() if names & AMBIGUOUS}
    own = {module.name: module.ignores for module in modules}
    found = {**ambiguous, **{name: rules for name, rules in own.items() if rules}}
    return tuple((name, tuple(sorted(set(rules)))) for name, rules in found.items())


def _service_context(plan: Plan) -> dict[str, object]:
    """What the templates of a service are told besides; empty values for other targets."""
    service = plan.service or Service((), ())
    example = example_of(service)
    read = {name for endpoint in service.endpoints for _, name in endpoint.lifted}
    read |= set(service.told)
    used = tuple(parameter for parameter in plan.parameters if parameter.name in read)
    requests = _requests(service)
    return {
        "requests": [(tuple(e.name for e in alike), alike[0].fields) for alike in requests],
        "row_like": {e.name: alike[0].record for alike in requests for e in alike[1:]},
        "service": plan.service,
        "endpoints": service.endpoints,
        "compiled": service.compiled,
        "used_parameters": used,
        "endpoint_imports": endpoint_imports(service, plan, used),
        "shared": plan.shared.name,
        "local_names": {each.name: local_name(each, service) for each in service.endpoints},
        "schema_imports": schema_imports(service, plan.package),
        "times": times_of(service),
        "example_row": example.row,
        "example_answer": example.answer,
    }


def _requests(service: Service) -> list[list[Endpoint]]:
    """The endpoints, those that take the same fields together."""
    found: list[list[Endpoint]] = []
    for each in service.endpoints:
        alike = next((e for e in found if e[0].fields == each.fields), None)
        if alike is None:
            found.append([each])
        else:
            alike.append(each)
    return found


def env_prefix(package: str) -> str:
    """`CHURN_` for the package `churn`."""
    return package.upper() + "_"


def env_name(prefix: str, parameter: Parameter, others: tuple[Parameter, ...] = ()) -> str:
    """The environment variable of `parameter`: in capitals, unless that could be another's."""
    upper = parameter.name.upper()
    alike = [other for other in others if other.name.upper() == upper]
    return prefix + (upper if len(alike) < 2 else parameter.name)


def flag(parameter: Parameter, others: tuple[Parameter, ...] = ()) -> str:
    """The command line option of `parameter`, in its shortest spelling that is free."""
    taken = RESERVED | {other.name for other in others if other != parameter}
    taken |= {_kebab(other) for other in others if other != parameter}
    if _kebab(parameter) not in taken and not parameter.name.startswith("_"):
        return f"--{_kebab(parameter)}"
    if parameter.name not in RESERVED:
        return f"--{parameter.name}"
    return f"-p {parameter.name}"


def _kebab(parameter: Parameter) -> str:
    return parameter.name.lower().replace("_", "-")


def neighbours_of(package: str, extra: Mapping[str, bytes]) -> tuple[str, ...]:
    """Top-level modules and packages that came along from beside the notebook (`helper.py`)."""
    tops = {
        PurePosixPath(path).parts[1]
        for path in extra
        if path.startswith("src/") and not path.startswith(f"src/{package}/")
    }
    return tuple(sorted(tops))
