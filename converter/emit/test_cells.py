"""Cells tagged `test` as tests of the project: they run against the pipeline's results."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from converter.emit.formatting import formatted
from converter.emit.headers import import_block
from converter.emit.lines import Line, lines_from, own_lines, shifted, text_of
from converter.emit.lint import sorted_imports
from converter.model.plan import Plan
from converter.model.rewritten import Rewritten
from converter.syntax.names import names_of


def test_cells_text(plan: Plan, bodies: Mapping[int, Rewritten]) -> str:
    """The source of `tests/test_notebook_cells.py`, or "" when no cell is tagged `test`."""
    if not plan.tests:
        return ""
    results = {result.value: result.name for result in plan.results}
    functions = [line for cell in plan.tests for line in _test(cell, plan, bodies, results)]
    code = text_of(functions)
    homes = {definition.name: definition.module for definition in plan.definitions}
    imports, blocks = import_block("", code, plan, homes, ())
    header = sorted_imports(f"from conftest import Finished\n{imports}", plan.package, plan.beside)
    document = '"""Cells of the notebook tagged `test`, run against the pipeline\'s results."""\n'
    return formatted("\n".join([document, header, blocks, "", code]))


def _test(
    cell: int, plan: Plan, bodies: Mapping[int, Rewritten], results: Mapping[str, str]
) -> list[Line]:
    statements = [each for each in plan.dataflow.statements if each.cell == cell]
    body: list[Line] = []
    for statement in statements:
        rewritten = bodies.get(statement.order)
        if rewritten is not None:
            body += lines_from(rewritten.text, cell, rewritten.lines)
    names = names_of(*ast.parse(text_of(body)).body)
    wanted = sorted((names.reads | names.late) & results.keys())
    settings = {parameter.name: parameter for parameter in plan.parameters}
    given = sorted((names.reads | names.late) & settings.keys())
    values = [f"{name} = finished.results.{results[name]}" for name in wanted]
    values += [f"{name} = Parameters.model_validate({{}}).{settings[name].field}" for name in given]
    lines = [*own_lines("\n".join(values)), *body] if values else body
    head = own_lines(f"def test_cell_{cell}(finished: Finished) -> None:")
    return [*head, *shifted(lines or own_lines("pass")), Line(""), Line("")]
