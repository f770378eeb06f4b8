"""`pipeline.py`: the stages in order, readable in one screen."""

from __future__ import annotations

from collections.abc import Mapping

from converter.emit.functions import setting
from converter.emit.wording import one_line
from converter.model.parameter import Parameter
from converter.model.plan import Plan, Stage

# Names that stand in `run()` besides the notebook's.
OWN = frozenset({"parameters", "stage", "Results", "Parameters", "run", "Any", "dataclass"})


def pipeline_text(plan: Plan) -> str:
    """The source of the pipeline module, before it is formatted."""
    settings = {parameter.name: parameter for parameter in plan.parameters}
    stages = ", ".join(stage.name for stage in plan.stages)
    title = one_line(plan.title) or plan.name
    calls = [_call(stage, settings, plan) for stage in plan.stages]
    results = ", ".join(f"{each.name}={_local(each.name)}" for each in plan.results)
    document = f"The notebook, top to bottom: {stages}." if stages else "The notebook has no code."
    body = "".join(f"    {line}\n" for call in calls for line in call)
    keyword, name = ("async def", "run_async") if plan.asynchronous else ("def", "run")
    parts = [
        f'"""{title}: the stages in order."""\n\n',
        *(["import asyncio\n"] if plan.asynchronous else []),
        "from dataclasses import dataclass\n",
        *(["from typing import Any\n"] if plan.results else []),
        "\n",
        *_project_imports(plan),
        "\n\n@dataclass(frozen=True)\nclass Results:\n",
        '    """What the notebook leaves behind."""\n\n',
        "".join(f"    {each.name}: Any\n" for each in plan.results),
        f'\n\n{keyword} {name}(parameters: Parameters) -> Results:\n    """{document}"""\n',
        body,
        f"    return Results({results})\n",
    ]
    if plan.asynchronous:
        parts.append(
            "\n\ndef run(parameters: Parameters) -> Results:\n"
            '    """`run_async` in an event loop of its own."""\n'
            "    return asyncio.run(run_async(parameters))\n"
        )
    return "".join(parts)


def _project_imports(plan: Plan) -> list[str]:
    package = plan.package
    lines = {
        f"from {package}.parameters import Parameters\n",
        *(f"from {package}.{each.module} import {each.name}\n" for each in plan.stages),
        *([f"from {package}.progress import stage\n"] if plan.stages else []),
    }
    return sorted(lines, key=lambda line: line.split()[1])


def _call(stage: Stage, settings: Mapping[str, Parameter], plan: Plan) -> list[str]:
    """The lines that run one stage."""
    if plan.literal:
        arguments = "parameters"
    else:
        values = [_local(name) for name in stage.inputs]
        words = [f"{name}={setting(settings[name])}" for name in stage.settings]
        arguments = ", ".join([*values, *words])
    outputs = ", ".join(_local(name) for name in stage.outputs)
    awaited = "await " if stage.asynchronous else ""
    cells = f"({', '.join(map(str, stage.cells))}{',' if len(stage.cells) == 1 else ''})"
    target = f"{outputs} = " if outputs else ""
    return [
        f'with stage("{stage.name}", cells={cells}):',
        f"    {target}{awaited}{stage.name}({arguments})",
    ]


def _local(name: str) -> str:
    return f"{name}_" if name in OWN else name
