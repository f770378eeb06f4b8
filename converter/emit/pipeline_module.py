"""`pipeline.py`: the stages in order, readable in one screen."""

from __future__ import annotations

from collections.abc import Mapping

from converter.emit.annotations import checking_imports, needs_any, result_types
from converter.emit.functions import setting
from converter.emit.headers import import_block
from converter.emit.lint import sorted_imports
from converter.emit.wording import listed, one_line, runs_of
from converter.model.parameter import Parameter
from converter.model.pipeline_names import local_name
from converter.model.plan import Plan, Stage

MOST_NUMBERS = 9
"""Cells of a stage that are told one by one."""


def pipeline_text(plan: Plan) -> str:
    """The source of the pipeline module, before it is formatted."""
    code = _code(plan)
    results = {(each.stage, each.value) for each in plan.results}
    seen = [
        each
        for each in plan.observed
        if (each.stage, each.name) in results and each.moment == "out"
    ]
    loaded = frozenset({"asyncio"}) if plan.asynchronous else frozenset[str]()
    homes = {stage.name: stage.module for stage in plan.stages}
    imports, _ = import_block("pipeline", code, plan, homes, ())
    checking = ""
    if not plan.literal:
        there = frozenset(imports.split("\n"))
        checking = checking_imports(seen, loaded, "pipeline", plan.package, there)
    title = one_line(plan.title) or plan.name
    if checking:
        imports += "\nfrom typing import TYPE_CHECKING"
        imports += "\nfrom typing import Any" if needs_any(code) else ""
    header = sorted_imports(imports, plan.package, plan.beside)
    return f'"""{title}: the stages in order."""\n\n{header}\n\n{checking}\n{code}'


def _code(plan: Plan) -> str:
    settings = {parameter.name: parameter for parameter in plan.parameters}
    stages = listed([stage.name for stage in plan.stages], 57)
    document = f"The notebook, top to bottom: {stages}."
    calls = [line for stage in plan.stages for line in _call(stage, settings, plan)]
    results = ", ".join(f"{each.name}={local_name(each.value)}" for each in plan.results)
    keyword, name = ("async def", "run_async") if plan.asynchronous else ("def", "run")
    types = {} if plan.literal else result_types(plan)
    lines = [
        "@dataclass(frozen=True)",
        "class Results:",
        '    """What the notebook leaves behind."""',
        "",
        *(f"    {each.name}: {types.get(each.value, 'Any')}" for each in plan.results),
        "",
        f"{keyword} {name}(parameters: Parameters) -> Results:",
        f'    """{document}"""',
        *(f"    {line}" for line in _start_values(plan)),
        *(f"    {line}" for line in calls),
        f"    return Results({results})",
    ]
    if plan.asynchronous:
        lines += [
            "",
            "def run(parameters: Parameters) -> Results:",
            '    """`run_async` in an event loop of its own."""',
            "    return asyncio.run(run_async(parameters))",
        ]
    return "\n".join(lines) + "\n"


def _start_values(plan: Plan) -> list[str]:
    """Parameters that stages bind again start as values of their own."""
    if plan.literal:
        return []
    wanted = {name for stage in plan.stages for name in stage.inputs}
    lines: list[str] = []
    for parameter in plan.parameters:
        name, changes = parameter.name, parameter.name in plan.changing
        value = setting(parameter, copied=changes)
        if changes and name in wanted:
            lines.append(f"{local_name(name)} = {value}")
            value = local_name(name)
        if name in plan.shared.names:
            lines.append(f"{plan.shared.name}.{name} = {value}")
    return lines


def _call(stage: Stage, settings: Mapping[str, Parameter], plan: Plan) -> list[str]:
    """The lines that run one stage."""
    if plan.literal:
        arguments = "parameters"
    else:
        values = [local_name(name) for name in stage.inputs]
        words = [f"{name}={setting(settings[name])}" for name in stage.settings]
        arguments = ", ".join([*values, *words])
    outputs = ", ".join(local_name(name) for name in stage.outputs)
    awaited = "await " if stage.asynchronous else ""
    numbers = _numbers(stage.cells)
    cells = f"({', '.join(numbers)}{',' if len(numbers) == 1 else ''})"
    target = f"{outputs} = " if outputs else ""
    return [
        f'with stage("{stage.name}", cells={cells}):',
        f"    {target}{awaited}{stage.name}({arguments})",
    ]


def _numbers(cells: tuple[int, ...]) -> list[str]:
    """The numbers of a stage's cells; where they are many, those that follow each other as ranges."""
    if len(cells) <= MOST_NUMBERS:
        return [str(cell) for cell in cells]
    return [
        text
        for run in runs_of(cells)
        for text in ([f"*range({run[0]}, {run[-1] + 1})"] if len(run) > 2 else map(str, run))
    ]
