"""A Dataflow from cells of text, with names found by a short walk: enough for plain assignments."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from converter.model.dataflow import Dataflow, Statement
from converter.model.notebook import Cell, Notebook
from converter.model.program import CodeCell, Marks, Program


def flow_of(*cells: str, tagged: Sequence[int] = (1,)) -> Dataflow:
    """The cells as a Dataflow; those whose numbers are in `tagged` are parameters cells."""
    codes = tuple(
        CodeCell(
            number,
            text,
            ast.parse(text),
            tuple(range(1, text.count("\n") + 2)),
            Marks(parameters=number in tagged),
        )
        for number, text in enumerate(cells, 1)
    )
    notebook = Notebook(
        "n.ipynb",
        None,
        "0" * 64,
        tuple(
            Cell(number, "code", text, ("parameters",) if number in tagged else ())
            for number, text in enumerate(cells, 1)
        ),
    )
    statements: list[Statement] = []
    for cell in codes:
        done = 0
        for node in cell.tree.body:
            statements.append(_statement(cell, node, len(statements), done))
            done = node.end_lineno or node.lineno
    return Dataflow(Program(notebook, codes), tuple(statements))


def _statement(cell: CodeCell, node: ast.stmt, order: int, done: int) -> Statement:
    lines = cell.code.split("\n")
    end = node.end_lineno or node.lineno
    names = [part for part in ast.walk(node) if isinstance(part, ast.Name)]
    binds = {part.id for part in names if isinstance(part.ctx, ast.Store)}
    if isinstance(node, ast.Import | ast.ImportFrom):
        binds |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        binds = {node.name}
    if isinstance(node, ast.AnnAssign) and node.value is None:
        binds = set()
    reads = {part.id for part in names if isinstance(part.ctx, ast.Load)}
    mutates = {
        call.func.value.id
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ("append", "update", "extend")
        and isinstance(call.func.value, ast.Name)
    }
    return Statement(
        order,
        cell.number,
        "\n".join(lines[done:end]).strip("\n"),
        tuple(range(done + 1, end + 1)),
        node,
        cell.span(node),
        binds=frozenset(binds),
        reads=frozenset(reads),
        mutates=frozenset(mutates),
        deletes=frozenset(p.id for p in names if isinstance(p.ctx, ast.Del)),
    )
