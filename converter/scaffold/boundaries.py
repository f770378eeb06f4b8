"""What crosses each stage's end, statement by statement, for whoever compares runs."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from converter.model.dataflow import Statement
from converter.model.pipeline_names import local_name
from converter.model.plan import Plan
from converter.model.program import CodeCell, Magic


def stages_document(plan: Plan) -> list[dict[str, object]]:
    """Each stage: its cells, the names that are good at its end, its statements.

    `names` are pairs: the local variable of `run()` (of the module, where all is one namespace)
    and the notebook's name; `module.name` is a value that lives in a module. A name that no later stage and no result reads is not among them: the
    pipeline may still hold what the notebook has replaced since.
    """
    own = dict(plan.renamed)
    by_order = {each.order: each for each in plan.dataflow.statements}
    after = _read_after(plan)
    bound = {name for name in plan.changing}
    values = {name for each in plan.dataflow.statements for name in each.binds} - _modules(plan)
    living: set[str] = set()
    found: list[dict[str, object]] = []
    for i, stage in enumerate(plan.stages):
        statements = [by_order[order] for order in stage.statements]
        if plan.literal:
            names = sorted(values & {name for each in statements for name in each.binds})
            pairs = [[name, own.get(name, name)] for name in names]
        else:
            bound |= set(stage.outputs)
            good = {*stage.outputs, *after[i]} & bound
            pairs = [[local_name(name), own.get(name, name)] for name in sorted(good)]
            living |= plan.shared.kept & {name for each in statements for name in each.binds}
            pairs += [[f"{plan.shared.module}.{name}", name] for name in sorted(living)]
        found.append(
            {
                "name": stage.name,
                "module": stage.module,
                "cells": list(stage.cells),
                "names": pairs,
                "statements": [_statement(each, own, values) for each in statements],
            }
        )
    return found


def _read_after(plan: Plan) -> list[frozenset[str]]:
    """For each stage the values that later stages or the results read as they are at its end."""
    wanted = frozenset(result.value for result in plan.results)
    found: list[frozenset[str]] = []
    for stage in reversed(plan.stages):
        found.append(wanted)
        wanted = (wanted - set(stage.outputs)) | set(stage.inputs)
    return found[::-1]


def _modules(plan: Plan) -> set[str]:
    return {
        name
        for each in plan.dataflow.statements
        if isinstance(each.node, ast.Import | ast.ImportFrom)
        for name in each.binds
    }


def _statement(statement: Statement, own: Mapping[str, str], values: set[str]) -> dict[str, object]:
    touched = sorted((statement.binds | statement.mutates | statement.reads) & values)
    return {
        "cell": statement.span.cell,
        "line": statement.span.line,
        "names": [[name, own.get(name, name)] for name in touched],
    }


def left_out(plan: Plan) -> dict[str, list[int]]:
    """Cells that the project does not run: skipped by a tag, or tests."""
    skipped = sorted(number for number, _ in plan.dataflow.program.skipped)
    return {"skipped": skipped, "tests": list(plan.tests)}


# Magics that a project leaves out, but that set up what notebook code needs or how figures show.
SETTING_UP = frozenset("autoreload config load_ext matplotlib pylab reload_ext".split())
# The code they run is in the project, what they say of it is not.
PROFILERS = frozenset("prun lprun mprun memit snakeviz pyinstrument heat scalene timeit".split())


def silenced(plan: Plan) -> list[dict[str, object]]:
    """Magics without a counterpart in the project: a comparison runs the notebook without them.

    `instead` is the code of one that runs code.
    """
    return [
        {"cell": cell.number, "text": magic.text.strip(), **instead}
        for cell in plan.dataflow.program.cells
        for magic in cell.magics
        if (instead := _instead(cell, magic)) is not None
    ]


def _instead(cell: CodeCell, magic: Magic) -> dict[str, str] | None:
    name = magic.text.strip().lstrip("%!").split(" ")[0]
    if magic.action in ("requirement", "drop"):
        return {} if name not in SETTING_UP else None
    if magic.action != "keep" or name not in PROFILERS:
        return None
    if magic.text.startswith("%%"):
        return {"instead": ""}
    return {"instead": cell.code.split("\n")[cell.lines.index(magic.span.line)].strip()}
