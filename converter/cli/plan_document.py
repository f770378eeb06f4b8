"""The JSON form of a plan: all that `inspect` shows, and what a program may want besides."""

from __future__ import annotations

from converter.cli.account import (
    cell_reads,
    guesses,
    stages_by_cell,
    statement_text,
    statements_of,
    unaccounted,
)
from converter.cli.documents import diagnostics_document, parameter_document, span_document
from converter.cli.splitting import split_document
from converter.model.dataflow import Statement
from converter.model.plan import Plan


def plan_document(plan: Plan) -> dict[str, object]:
    """Every decision of the plan as plain dictionaries."""
    notebook = plan.dataflow.program.notebook
    return {
        "notebook": {
            "name": notebook.name,
            "sha256": notebook.sha256,
            "language": notebook.language,
            "kernel": notebook.kernel,
            "format": notebook.format,
        },
        "project": {
            "name": plan.name,
            "package": plan.package,
            "title": plan.title,
            "target": plan.settings.target,
            "displays": plan.settings.displays,
            "deploy": list(plan.settings.deploy),
        },
        "cells": _cells(plan),
        "stages": [
            {
                "name": stage.name,
                "module": stage.module,
                "title": stage.title,
                "cells": list(stage.cells),
                "statements": list(stage.statements),
                "inputs": list(stage.inputs),
                "settings": list(stage.settings),
                "outputs": list(stage.outputs),
            }
            for stage in plan.stages
        ],
        "parameters": [parameter_document(parameter) for parameter in plan.parameters],
        "definitions": [
            {"name": d.name, "module": d.module, "lifted": dict(d.lifted)} for d in plan.definitions
        ],
        "results": [{"name": result.name, "stage": result.stage} for result in plan.results],
        "split": split_document(plan),
        "requirements": list(plan.requirements),
        "neighbours": list(plan.neighbours),
        "data": list(plan.data),
        "guessed": [{"what": what, "why": why} for what, why in guesses(plan)],
        "ledger": [
            {
                "statement": entry.statement,
                "span": span_document(entry.span),
                "text": statement_text(plan, entry),
                "fate": entry.fate,
                "where": entry.where,
                "why": entry.why,
            }
            for entry in plan.ledger
        ],
        "unaccounted": [statement.order for statement in unaccounted(plan)],
        "diagnostics": diagnostics_document(plan.diagnostics),
    }


def _cells(plan: Plan) -> list[dict[str, object]]:
    stage_of = stages_by_cell(plan)
    program = plan.dataflow.program
    cells: list[dict[str, object]] = []
    for cell in program.cells:
        mine = statements_of(plan, cell.number)
        cells.append(
            {
                "cell": cell.number,
                "skipped": None,
                "stages": list(stage_of.get(cell.number, ())),
                "binds": _names(mine, "binds"),
                "reads": list(cell_reads(plan, cell.number)),
                "mutates": _names(mine, "mutates"),
                "deletes": _names(mine, "deletes"),
                "effects": _names(mine, "effects"),
                "magics": [
                    {"text": m.text, "action": m.action, "reason": m.reason} for m in cell.magics
                ],
            }
        )
    cells += [{"cell": number, "skipped": why, "stages": []} for number, why in program.skipped]
    return sorted(cells, key=lambda cell: int(str(cell["cell"])))


def _names(statements: tuple[Statement, ...], field: str) -> list[str]:
    return sorted({name for statement in statements for name in getattr(statement, field)})
