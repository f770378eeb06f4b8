"""Rewrite: Plan -> the text of every kept statement.

Rules yield edits; only here they are applied. The table of rules is the order of reading, not of
application: edits of different rules must not overlap.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Mapping

from converter.model.dataflow import Statement
from converter.model.plan import Plan
from converter.model.rewritten import Rewritten
from converter.rewrite.body import Body, Decisions
from converter.rewrite.rules import (
    bare_annotations,
    displays,
    drop_show,
    global_statement,
    idle_globals,
    lifted_header,
    lifted_uses,
    main_guard,
    nested_imports,
    no_file,
    one_namespace,
    own_module,
    qualified_names,
    save_charts,
    shared_names,
    shell_commands,
    waiting_imports,
)
from converter.syntax.charts import charts_of
from converter.syntax.logs import logs_to_output
from converter.syntax.media import media_names
from converter.syntax.text import Edit, apply_edits

RULES = (
    qualified_names,
    lifted_uses,
    lifted_header,
    drop_show,
    save_charts,
    main_guard,
    displays,
    global_statement,
    nested_imports,
    one_namespace,
    waiting_imports,
    bare_annotations,
    shared_names,
    idle_globals,
    no_file,
    own_module,
    shell_commands,
)


def bodies_of(plan: Plan) -> Mapping[int, Rewritten]:
    """The new text of every statement that the plan keeps, by its order."""
    decisions = decisions_of(plan)
    left_out = {
        entry.statement for entry in plan.ledger if entry.fate in ("dropped", "parameter", "import")
    }
    return {
        statement.order: rewritten(Body(statement, decisions))
        for statement in plan.dataflow.statements
        if statement.order not in left_out
    }


def decisions_of(plan: Plan) -> Decisions:
    """What the rules have to know of the plan."""
    return Decisions(
        lifted={each.name: each.lifted for each in plan.definitions if each.lifted},
        positional=positional_parameters(plan),
        pyplot=pyplot_names(plan.dataflow.statements),
        shows=show_names(plan.dataflow.statements),
        media=media_names(each.node for each in plan.dataflow.statements),
        prints=plan.settings.displays == "print",
        literal=bool(plan.literal),
        kept=plan.shared.kept,
        shared=plan.shared.name,
        sharing=frozenset(each.statement for each in plan.definitions if each.shares),
        movable=frozenset(each.statement for each in plan.definitions),
        logs_to_output=logs_to_output(plan.dataflow.statements),
        hoisted=frozenset(line.text for line in plan.imports if line.nested),
        early=frozenset(name for line in plan.imports if not line.late for name in line.names),
        has_file=has_file(plan),
        module=f"{plan.package}.{plan.stages[0].module}" if plan.literal and plan.stages else "",
        show=plan.show_name,
        close_figures=plan.close_name,
        run_shell=plan.run_name,
        shell_output=plan.output_name,
        save_chart=plan.save_name,
        charts=charts_of(each.node for each in plan.dataflow.statements),
    )


def has_file(plan: Plan) -> bool:
    """True when the notebook binds `__file__`, or runs files, which have one."""
    if plan.dataflow.program.notebook.included:
        return True
    given = any(parameter.name == "__file__" for parameter in plan.parameters)
    return given or any(
        "__file__" in each.binds | each.assigns_late for each in plan.dataflow.statements
    )


def positional_parameters(plan: Plan) -> dict[str, tuple[str, ...]]:
    """The parameters of lifted functions that calls may give by position."""
    nodes = {each.order: each.node for each in plan.dataflow.statements}
    found: dict[str, tuple[str, ...]] = {}
    for definition in plan.definitions:
        node = nodes[definition.statement]
        if definition.lifted and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            arguments = [*node.args.posonlyargs, *node.args.args]
            found[definition.name] = tuple(argument.arg for argument in arguments)
    return found


def rewritten(body: Body) -> Rewritten:
    """The statement with the edits of all rules applied."""
    gone = list(displays.left_out(body))
    edits = [
        edit
        for rule in RULES
        for edit in rule.edits(body)
        if edit in gone or not any(each.start <= edit.start < each.end for each in gone)
    ]
    if not edits:
        return Rewritten(body.statement, body.text, body.statement.lines)
    return Rewritten(body.statement, apply_edits(body.text, edits), _lines(body, edits))


def _lines(body: Body, edits: Iterable[Edit]) -> tuple[int, ...]:
    """Cell lines of the edited text: an edit may swallow line ends, or put lines before one."""
    swallowed: set[int] = set()
    put_before: Counter[int] = Counter()
    for edit in edits:
        first = body.text.count("\n", 0, edit.start) + 1
        last = body.text.count("\n", 0, edit.end) + 1 - edit.text.count("\n")
        starts_line = edit.start == 0 or body.text[edit.start - 1] == "\n"
        if starts_line and not edit.text and body.text[edit.end - 1 : edit.end] == "\n":
            first, last = first - 1, last - 1  # whole lines: the next one keeps its own origin
        swallowed.update(range(first, last))
        put_before[first - 1] += max(0, first - last)
    return tuple(
        line
        for index, line in enumerate(body.statement.lines)
        if index not in swallowed
        for _ in range(1 + put_before[index])
    )


def pyplot_names(statements: Iterable[Statement]) -> frozenset[str]:
    """Names that the notebook binds to matplotlib.pyplot (or pylab)."""
    found: set[str] = set()
    for part in (part for each in statements for part in ast.walk(each.node)):
        if isinstance(part, ast.Import):
            found.update(
                alias.asname or alias.name
                for alias in part.names
                if alias.name in ("matplotlib.pyplot", "pylab")
            )
        if isinstance(part, ast.ImportFrom) and part.module == "matplotlib":
            found.update(alias.asname or "pyplot" for alias in part.names if alias.name == "pyplot")
    return frozenset(found)


def show_names(statements: Iterable[Statement]) -> frozenset[str]:
    """Names that the notebook imports pyplot's `show` by, and binds to nothing else."""
    statements = tuple(statements)
    imports = [
        (each, alias.asname or alias.name)
        for each in statements
        if isinstance(each.node, ast.ImportFrom) and each.node.module in PYPLOT
        for alias in each.node.names
        if alias.name == "show"
    ]
    owners = {each.order for each, _ in imports}
    others = {name for each in statements if each.order not in owners for name in each.binds}
    return frozenset(name for _, name in imports) - others


PYPLOT = frozenset({"matplotlib.pyplot", "matplotlib.pylab", "pylab"})
