"""Groups of cells as stages: their names, what they take and give, and where figures end."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from converter.model.dataflow import FIGURE, Dataflow
from converter.model.plan import Stage
from converter.plan.effective import BUILTINS, Step
from converter.plan.imports import imported_modules, is_import
from converter.plan.liveness import Traffic, traffic
from converter.plan.naming import slug, unused
from converter.plan.stages import Group


def stages_of(
    groups: tuple[Group, ...],
    steps: Sequence[Step],
    flow: Dataflow,
    *,
    given: frozenset[str],
    results: frozenset[str],
    changing: frozenset[str],
    literal: bool,
    reserved: frozenset[str] = frozenset(),
) -> tuple[tuple[Stage, ...], Mapping[int, str]]:
    """The stages with code, and for each cell the module that its definitions go to.

    `given` are the parameters, `changing` those of them that stages bind again; `results` are
    wanted at the end. `literal` code stays in one function; `reserved` names are the project's own.
    """
    taken = _taken_names(flow) | reserved
    by_cell: dict[int, list[Step]] = {}
    for step in steps:
        by_cell.setdefault(step.statement.cell, []).append(step)
    members = [[step for cell in group.cells for step in by_cell.get(cell, [])] for group in groups]
    crossings = traffic(members, wanted=results, given=given)
    stages: list[Stage] = []
    homes: dict[int, str] = {}
    for group, steps, crossing in zip(groups, members, crossings, strict=True):
        base = slug(group.name.split("\0")[0]) or ("setup" if not stages else "analysis")
        name = LITERAL_MODULE if literal else unused(base, taken)
        taken.add(name)
        homes.update(dict.fromkeys(group.cells, name))
        if steps:
            stages.append(_stage(name, group, steps, crossing, given - changing))
    return tuple(stages), homes


LITERAL_MODULE = "notebook"


def _taken_names(flow: Dataflow) -> set[str]:
    """Names that no stage function may have: it stands beside the notebook's names."""
    used = {name for each in flow.statements for name in each.binds | each.reads | each.late}
    modules = {module.split(".")[0] for module in imported_modules(flow.statements)}
    marked = {cell.marks.module for cell in flow.program.cells if cell.marks.module}
    return used | modules | marked | set(BUILTINS)


def _stage(
    name: str, group: Group, steps: list[Step], crossing: Traffic, given: frozenset[str]
) -> Stage:
    return Stage(
        name=name,
        module=name,
        title=group.title,
        cells=tuple(dict.fromkeys(step.statement.cell for step in steps)),
        statements=tuple(step.order for step in steps),
        inputs=tuple(each for each in crossing.inputs if each not in given),
        settings=tuple(each for each in crossing.inputs if each in given),
        outputs=tuple(each for each in crossing.outputs if each not in given),
        asynchronous=any(_awaits(step.statement.node) for step in steps),
        flushes=_flushes(steps),
    )


def _awaits(node: ast.AST) -> bool:
    """True for `await`, `async for`, `async with` at the statement's own level."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return False
    if isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith):
        return True
    if isinstance(node, ast.comprehension) and node.is_async:
        return True
    return any(_awaits(child) for child in ast.iter_child_nodes(node))


def closes_its_figures(node: ast.stmt) -> bool:
    """True for what ends in `plt.show()`, a loop that does so in each round too."""
    return not isinstance(node, ast.If) and ast.unparse(node).endswith("plt.show()")


def _flushes(steps: list[Step]) -> tuple[int, ...]:
    """The last step of every cell that may have drawn."""
    last: dict[int, int] = {}
    drawing: set[int] = set()
    for step in steps:
        node = step.statement.node
        if closes_its_figures(node):
            drawing.discard(step.statement.cell)  # it flushes by itself
            continue
        last[step.statement.cell] = step.order
        is_definition = isinstance(node, ast.FunctionDef | ast.ClassDef)
        if FIGURE in step.statement.effects and not is_definition and not is_import(step.statement):
            drawing.add(step.statement.cell)
    return tuple(order for cell, order in last.items() if cell in drawing)
