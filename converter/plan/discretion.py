"""The notebook's text without the values of its secrets, for the copy that a project carries."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator

from converter.model.plan import Plan

MASK = "**********"
# A shorter value may be part of other words: it is masked only in the cell that assigns it.
TELLING = 6


def discreet_text(plan: Plan) -> str:
    """The notebook as nbformat JSON with every secret literal replaced by asterisks."""
    text = plan.dataflow.program.notebook.text
    secrets = tuple(_secret_values(plan))
    if not secrets:
        return text
    document = json.loads(text)
    for number, cell in enumerate(document["cells"], start=1):
        cell["source"] = _masked(cell["source"], number, secrets)
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _secret_values(plan: Plan) -> Iterator[tuple[str, int]]:
    """(value, cell) of the string literals that secret parameters were given in the notebook."""
    statements = {statement.order: statement for statement in plan.dataflow.statements}
    for parameter in (*plan.parameters, *plan.unread):
        if parameter.secret:
            statement = statements[parameter.statement]
            for part in ast.walk(statement.node):
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
                    yield part.value, statement.cell


def _masked(source: str | list[str], number: int, secrets: tuple[tuple[str, int], ...]) -> object:
    lines = source if isinstance(source, list) else [source]
    for value, cell in secrets:
        if len(value) >= TELLING or cell == number:
            lines = [line.replace(value, MASK) for line in lines]
    return lines if isinstance(source, list) else lines[0]
