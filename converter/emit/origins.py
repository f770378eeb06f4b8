"""Where the lines came from that are not the notebook's statements: imports, and the pipeline."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.model.plan import Plan
from converter.model.project import Origin


def import_origins(text: str, plan: Plan) -> Iterator[Origin]:
    """The imports at the top of a module: the notebook's with their place, and the project's own."""
    spans = {each.order: each.span for each in plan.dataflow.statements}
    statement_of = {name: line.statement for line in plan.imports for name in line.names}
    for node in ast.parse(text).body:
        if not isinstance(node, ast.Import | ast.ImportFrom | ast.Try):
            continue
        names = [
            alias.asname or alias.name.split(".")[0]
            for part in ast.walk(node)
            if isinstance(part, ast.Import | ast.ImportFrom)
            for alias in part.names
        ]
        known = [name for name in names if name in statement_of]
        module = getattr(node, "module", None) or ""
        if module.split(".")[0] == plan.package:
            home = f"{module.replace('.', '/')}.py" if "." in module else module
            yield Origin(node.lineno, 0, 0, f"defined in {home} of this project")
        elif known:
            span = spans[statement_of[known[0]]]
            yield Origin(node.lineno, span.cell, span.line, "an import that this module needs")
        else:
            yield Origin(node.lineno, 0, 0, "what nbship's own lines here need")


def pipeline_origins(text: str, plan: Plan) -> Iterator[Origin]:
    """The lines of the pipeline: stages and results."""
    stages = {stage.name: stage for stage in plan.stages}
    makers = {result.name: result.stage for result in plan.results}
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.With(items=[ast.withitem(ast.Call(args=[ast.Constant(value=str(name)), *_]))]):
                cells = ", ".join(map(str, stages[name].cells))
                yield Origin(node.lineno, 0, 0, f"runs stage '{name}' (cells {cells})")
                yield Origin(node.body[0].lineno, 0, 0, f"calls stage '{name}' (cells {cells})")
            case ast.AnnAssign(target=ast.Name(id=name)) if name in makers:
                yield Origin(node.lineno, 0, 0, f"a result of the job, from stage '{makers[name]}'")
            case ast.ClassDef(name="Results"):
                yield Origin(node.lineno, 0, 0, "what the job leaves behind")
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield Origin(node.lineno, 0, 0, "the stages in the notebook's order")
            case ast.Return():
                yield Origin(node.lineno, 0, 0, "hands over the results")
            case ast.Assign(targets=[ast.Name() | ast.Attribute()]) if _reads_parameters(node):
                yield Origin(node.lineno, 0, 0, "a parameter that stages bind again or share")


def _reads_parameters(node: ast.Assign) -> bool:
    names = {part.id for part in ast.walk(node.value) if isinstance(part, ast.Name)}
    return "parameters" in names and not isinstance(node.value, ast.Call)
