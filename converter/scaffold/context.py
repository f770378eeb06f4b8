"""The names that templates may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from converter.model.parameter import Parameter
from converter.model.plan import Plan
from converter.model.project import Module
from converter.scaffold.diagram import mermaid
from converter.scaffold.requirements import requirements_of


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
        "python": ".".join(map(str, needs.python)),
        "interpreter": interpreter,
        "needs": needs,
        "job": plan.settings.target == "job",
        "deploy": plan.settings.deploy if plan.settings.target == "job" else (),
        "diagram": mermaid(plan),
        "notebook": plan.dataflow.program.notebook.name,
        "options": tuple((p, env_name(prefix, p), flag(p)) for p in plan.parameters),
        "neighbours": neighbours_of(plan.package, extra),
        "notebooks": any(path.startswith("notebooks/") for path in extra),
        "written": tuple(m.name for m in modules if m.name != "pipeline"),
    }


def env_prefix(package: str) -> str:
    """`CHURN_` for the package `churn`."""
    return package.upper() + "_"


def env_name(prefix: str, parameter: Parameter) -> str:
    """The environment variable of `parameter`."""
    upper = parameter.field.upper()
    return prefix + (upper if upper.lower() == parameter.field.lower() else parameter.field)


def flag(parameter: Parameter) -> str:
    """The command line option of `parameter`, in its short spelling."""
    return "--" + parameter.name.strip("_").lower().replace("_", "-")


def neighbours_of(package: str, extra: Mapping[str, bytes]) -> tuple[str, ...]:
    """Top-level modules and packages that came along from beside the notebook (`helper.py`)."""
    tops = {
        PurePosixPath(path).parts[1]
        for path in extra
        if path.startswith("src/") and not path.startswith(f"src/{package}/")
    }
    return tuple(sorted(tops))
