"""What `inspect` shows of a plan: sections in the order in which a reader asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from converter.cli.account import (
    LONGEST,
    cell_reads,
    guesses,
    place,
    stages_by_cell,
    statement_text,
    statements_of,
    unaccounted,
)
from converter.cli.section import Section, one_line
from converter.cli.splitting import split_sections
from converter.model.diagnostic import Diagnostic
from converter.model.parameter import Parameter
from converter.model.plan import Plan
from converter.model.split import EXPLORES


def inspected(plan: Plan) -> tuple[Section, ...]:
    """The whole plan, ending in the ledger."""
    return (
        _overview(plan),
        *split_sections(plan),
        _cells(plan),
        _stages(plan),
        _joined(plan),
        _parameters(plan),
        _lifted(plan),
        _results(plan),
        _dropped(plan),
        Section("guessed", ("what", "why"), guesses(plan)),
        _remarks("remarks", plan, ("warning", "note")),
        _remarks("refused", plan, ("error",)),
        _ledger(plan),
    )


def _overview(plan: Plan) -> Section:
    notebook = plan.dataflow.program.notebook
    kernel = f" ({notebook.kernel})" if notebook.kernel else ""
    return Section(
        notebook.name,
        ("", ""),
        (
            ("project", f"{plan.name}, a {plan.settings.target}; package {plan.package}"),
            ("title", one_line(plan.title)),
            ("notebook", f"format {notebook.format}, {notebook.language}{kernel}"),
            ("requires", ", ".join(plan.requirements) or "nothing but Python"),
            ("beside it", ", ".join((*plan.neighbours, *plan.data)) or "-"),
        ),
    )


def _cells(plan: Plan) -> Section:
    stage_of = stages_by_cell(plan)
    rows = []
    for cell in plan.dataflow.program.cells:
        statements = statements_of(plan, cell.number)
        effects = _union(s.effects for s in statements)
        rows.append(
            (
                f"cell {cell.number}",
                ", ".join(stage_of.get(cell.number, ("-",))),
                f"binds {_listed(_union(s.binds for s in statements))}",
                f"reads {_listed(cell_reads(plan, cell.number))}",
                f"changes {_listed((*_union(s.mutates | s.deletes for s in statements), *effects))}",
            )
        )
    rows += [(f"cell {n}", "-", f"skipped: {why}", "", "") for n, why in _skipped(plan)]
    return Section("cells", ("cell", "stage", "binds", "reads", "changes"), tuple(rows))


def _stages(plan: Plan) -> Section:
    rows = tuple(
        (
            f"{stage.name}({', '.join((*stage.inputs, *stage.settings))})",
            f"-> {_listed(stage.outputs)}",
            f"{stage.module}.py",
            f"cells {', '.join(map(str, stage.cells))}",
            one_line(stage.title)[:LONGEST],
        )
        for stage in plan.stages
    )
    return Section("stages", ("stage", "gives", "module", "cells", "title"), rows)


def _joined(plan: Plan) -> Section:
    """Why there are fewer stages than headings or tags ask for, or no functions at all."""
    rows = [("the whole notebook, on module globals", plan.literal)] if plan.literal else []
    rows += [("stages", why) for why in plan.merges]
    return Section("in one piece", ("what", "why"), tuple(rows))


def _parameters(plan: Plan) -> Section:
    rows = tuple(
        (
            parameter.name,
            parameter.annotation,
            _default(parameter),
            "offered" if parameter.offered else "parameters cell",
            place(parameter.span),
        )
        for parameter in plan.parameters
    )
    return Section("parameters", ("name", "type", "default", "from", "where"), rows)


def _default(parameter: Parameter) -> str:
    if parameter.default is None:
        return "required"
    return "= (secret)" if parameter.secret else f"= {one_line(parameter.default)[:LONGEST]}"


def _lifted(plan: Plan) -> Section:
    rows = tuple(
        (
            definition.name,
            f"{definition.module}.py",
            "gains " + ", ".join(parameter for _, parameter in definition.lifted),
        )
        for definition in plan.definitions
        if definition.lifted
    )
    return Section("lifted: globals that functions read become arguments", ("", "", ""), rows)


def _results(plan: Plan) -> Section:
    rows = tuple((result.name, f"from {result.stage}") for result in plan.results)
    return Section("results", ("name", "stage"), rows)


def _dropped(plan: Plan) -> Section:
    rows = [
        (place(entry.span), statement_text(plan, entry), entry.why)
        for entry in plan.ledger
        if entry.fate in ("dropped", "skipped") and entry.why != EXPLORES
    ]
    for cell in plan.dataflow.program.cells:
        rows += [
            (place(magic.span), one_line(magic.text)[:LONGEST], f"{magic.action}: {magic.reason}")
            for magic in cell.magics
            if magic.action != "keep"
        ]
    rows += [(f"cell {number}", "(whole cell)", why) for number, why in _skipped(plan)]
    return Section("dropped or replaced", ("where", "what", "why"), tuple(rows))


def _remarks(title: str, plan: Plan, severities: tuple[str, ...]) -> Section:
    rows = tuple(
        (f"{found.severity}[{found.code}]", place(found.span), _said(found))
        for found in plan.diagnostics
        if found.severity in severities
    )
    return Section(title, ("code", "where", "what"), rows)


def _said(found: Diagnostic) -> str:
    return f"{found.message} (hint: {found.hint})" if found.hint else found.message


def _ledger(plan: Plan) -> Section:
    rows = tuple(
        (place(entry.span), entry.fate, entry.where, statement_text(plan, entry), entry.why)
        for entry in plan.ledger
    )
    counts = Counter(entry.fate for entry in plan.ledger)
    missing = unaccounted(plan)
    told = ", ".join(f"{count} {fate}" for fate, count in sorted(counts.items()))
    note = f"{len(plan.dataflow.statements)} statements: {told or 'none'}"
    if missing:
        note += f"; NOT ACCOUNTED FOR: {', '.join(place(s.span) for s in missing)}"
    return Section("ledger", ("where", "fate", "to", "statement", "why"), rows, note)


def _skipped(plan: Plan) -> tuple[tuple[int, str], ...]:
    return plan.dataflow.program.skipped


def _union(sets: Iterable[frozenset[str]]) -> tuple[str, ...]:
    return tuple(sorted(frozenset().union(*sets)))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "-"
