"""Facts about a plan that no single field of it states."""

from __future__ import annotations

import builtins

from converter.model.dataflow import Statement
from converter.model.diagnostic import Span
from converter.model.plan import LedgerEntry, Plan

LONGEST = 60
"""Characters of a notebook's own text that one cell of a table shows."""


def guesses(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Decisions that nothing in the notebook states, and how to state them."""
    program = plan.dataflow.program
    found: list[tuple[str, str]] = []
    marked = {c.number for c in program.cells if c.marks.stage or c.marks.imports}
    for stage in plan.stages:
        if not marked.intersection(stage.cells):
            source = "a heading" if program.headings else "what its cells do"
            found.append((f"stage {stage.name}", f"named from {source}; a tag stage:NAME decides"))
    offered = [parameter.name for parameter in plan.parameters if parameter.offered]
    if offered:
        found.append(
            (f"parameters {', '.join(offered)}", "plain constants; `nbship parametrize` fixes them")
        )
    if (
        plan.split is None
        and plan.results
        and not any(cell.marks.outputs for cell in program.cells)
    ):
        names = ", ".join(result.name for result in plan.results)
        found.append((f"results {names}", "no later cell reads them; a tag output:NAME decides"))
    return tuple(found)


def unaccounted(plan: Plan) -> tuple[Statement, ...]:
    """Statements that the ledger forgets. Always empty, unless nbship is wrong."""
    told = {entry.statement for entry in plan.ledger}
    return tuple(s for s in plan.dataflow.statements if s.order not in told)


def statement_text(plan: Plan, entry: LedgerEntry) -> str:
    """The first line of the statement that `entry` tells about, without its comments.

    Of a secret's, only the name: what `inspect` prints may end in a log.
    """
    for parameter in (*plan.parameters, *plan.unread):
        if parameter.secret and parameter.statement == entry.statement:
            return f"{parameter.name} = (secret)"
    for statement in plan.dataflow.statements:
        if statement.order == entry.statement:
            lines = [line.strip() for line in statement.text.splitlines()]
            code = [line for line in lines if line and not line.startswith("#")] or lines or [""]
            return code[0] if len(code[0]) <= LONGEST else code[0][: LONGEST - 3] + "..."
    return ""


def stages_by_cell(plan: Plan) -> dict[int, tuple[str, ...]]:
    """The stages that each cell's statements went to."""
    found: dict[int, tuple[str, ...]] = {}
    for stage in plan.stages:
        for cell in stage.cells:
            found[cell] = (*found.get(cell, ()), stage.name)
    return found


def cell_reads(plan: Plan, cell: int) -> tuple[str, ...]:
    """Names that a cell takes from elsewhere, now or when its functions are called.

    Python's own, such as `print`, are left out unless the notebook binds them.
    """
    bound: set[str] = set()
    needed: set[str] = set()
    late: set[str] = set()
    for statement in statements_of(plan, cell):
        needed |= statement.reads - bound
        late |= statement.late
        bound |= statement.binds
    own = frozenset(dir(builtins)).difference(*(s.binds for s in plan.dataflow.statements))
    return tuple(sorted((needed | (late - bound)) - own))


def statements_of(plan: Plan, cell: int) -> tuple[Statement, ...]:
    """The statements of one cell."""
    return tuple(s for s in plan.dataflow.statements if s.cell == cell)


def place(span: Span | None) -> str:
    """`cell 7:3`, or nothing."""
    return f"cell {span.cell}:{span.line}" if span else ""
