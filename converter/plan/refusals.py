"""What conversion cannot do, and names that will not be there: said with cell, line and remedy."""

from __future__ import annotations

import ast
import builtins
import difflib
from collections.abc import Iterable, Iterator

from converter.model.dataflow import Dataflow, Statement
from converter.model.diagnostic import Diagnostic
from converter.model.plan import Definition
from converter.model.program import Program
from converter.plan.bindings import surely_bound
from converter.plan.definitions import Placement
from converter.plan.effective import Step
from converter.plan.imports import star_import
from converter.syntax.names import names_of
from converter.syntax.own_module import own_module_in
from converter.syntax.reflection import reflection_in

BUILTINS = frozenset(dir(builtins)) | {"display", "__name__", "__doc__"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# What hosted notebooks find without defining it, and what a project has to do for it.
HOSTED = {
    "spark": "Databricks and the like define it: put "
    "`spark = SparkSession.builder.getOrCreate()` (from pyspark.sql) in a cell above",
    "sc": "Databricks and the like define it: put `sc = spark.sparkContext` in a cell above",
    "dbutils": "only Databricks has it: take what its widgets give from the cell tagged "
    "`parameters`, and tag cells that need the rest of it 'skip'",
    "displayHTML": "only Databricks has it: use IPython.display, or tag the cell 'skip'",
}
HISTORY = frozenset({"_", "__", "___", "In", "Out", "_i", "_ih", "_oh", "_dh"})


def reason_for_literal(statements: Iterable[Statement]) -> str:
    """Why the code needs the notebook's one namespace, or "" when functions will do."""
    statements = tuple(statements)
    bound_builtins = BUILTINS & {name for each in statements for name in each.binds}
    seen: set[str] = set()
    for statement in statements:
        seen = (seen | surely_bound(statement)) - statement.deletes
        unsettled = sorted((bound_builtins - seen) & (statement.reads | statement.late))
        if unsettled:
            return (
                f"cell {statement.span.cell} uses the built-in '{unsettled[0]}' that a cell binds"
            )
        place = f"cell {statement.span.cell}"
        module = star_import(statement.node)
        if module is not None:
            return f"{place} imports * from {module}"
        call = reflection_in(statement.node)
        if call:
            return f"{place} calls {call}"
        own = own_module_in(statement.node)
        if own:
            return f"{place} names the notebook's own module: {own}"
        clash = _class_clash(statement)
        if clash:
            return f"{place}: a class reads '{clash}' and binds it too"
    return ""


def global_assigned(statements: Iterable[Statement]) -> str:
    """Why functions that stay in their stages need module globals, or ""."""
    for statement in statements:
        if statement.assigns_late:
            names = ", ".join(sorted(statement.assigns_late))
            return f"cell {statement.span.cell} assigns global {names} inside a function"
    return ""


def _class_clash(statement: Statement) -> str:
    """A name that a class body both reads from outside and binds, where functions hide it."""
    for part in ast.walk(statement.node):
        if isinstance(part, ast.ClassDef):
            names = names_of(*part.body)
            clash = names.reads & names.binds - BUILTINS
            if clash:
                return min(clash)
    return ""


def refusals(statements: Iterable[Statement], bound: frozenset[str]) -> Iterator[Diagnostic]:
    """Errors for code that no project can run: it asks a person, or the notebook's history.

    A function that asks and that nobody uses is only warned of.
    """
    statements = tuple(statements)
    used = _used_names(statements)
    for statement in statements:
        idle = isinstance(statement.node, FUNCTIONS) and statement.node.name not in used
        for part in ast.walk(statement.node):
            match part:
                case ast.Call(func=ast.Name(id="input" | "raw_input" as name)) if name not in bound:
                    yield Diagnostic(
                        "NB601",
                        "warning" if idle else "error",
                        f"{name}() waits for a person; a job has nobody to ask",
                        "assign the value in a cell tagged `parameters`, or tag this cell `skip`",
                        statement.span,
                    )
                case ast.Name(id=name, ctx=ast.Load()) if name in HISTORY - bound and (
                    name in statement.reads | statement.late
                ):
                    yield Diagnostic(
                        "NB602",
                        "error",
                        f"'{name}' is the notebook's own history of outputs or inputs",
                        "assign the value to a name of its own and use that",
                        statement.span,
                    )


def _used_names(statements: Iterable[Statement]) -> frozenset[str]:
    """Names that the notebook's running code reads, itself or through the functions it uses."""
    functions: dict[str, set[str]] = {}
    found: set[str] = set()
    for each in statements:
        read = each.reads | each.late | each.strings
        if isinstance(each.node, FUNCTIONS) and not each.node.decorator_list:
            functions.setdefault(each.node.name, set()).update(read)
        else:
            found |= read
    waiting = list(found & functions.keys())
    while waiting:
        more = functions[waiting.pop()] - found
        found |= more
        waiting += more & functions.keys()
    return frozenset(found)


def undefined(
    steps: Iterable[Step], given: frozenset[str], static: frozenset[str], program: Program
) -> Iterator[Diagnostic]:
    """Errors for names that are read before anything has bound them, top to bottom."""
    steps = tuple(steps)
    binders: dict[str, Step] = {}
    for step in steps:
        for name in step.binds | step.statement.assigns_late:
            binders.setdefault(name, step)
    known = set(given)
    for step in steps:
        # A word in a formula or a query may well be a column.
        read = step.now - step.statement.strings
        for name in sorted(read - known - BUILTINS - HISTORY):
            if name in step.binds and name not in step.statement.surely:
                continue
            later = binders.get(name)
            names = frozenset(binders) | static | given
            yield _skipped(name, step, program) or _undefined(name, step, later, names)
        for name in sorted(step.late - binders.keys() - known - BUILTINS - HISTORY):
            if not step.statement.guarded:
                yield _unbound_late(name, step)
        known |= step.binds | step.statement.assigns_late
        known -= step.statement.deletes - step.binds


def unbound_lifts(
    definitions: Iterable[Definition], flow: Dataflow, bound: frozenset[str]
) -> Iterator[Diagnostic]:
    """Warnings for functions that nobody can call as they are: they read names nothing binds."""
    spans = {each.order: each.span for each in flow.statements}
    for definition in definitions:
        for value in sorted({value for value, _ in definition.lifted} - bound):
            yield Diagnostic(
                "NB202",
                "warning",
                f"'{definition.name}' reads '{value}', but nothing in the notebook defines it",
                f"it becomes a keyword argument that callers must give; define '{value}' or "
                "delete the function",
                spans[definition.statement],
            )


def unbound_shared(placement: Placement, bound: frozenset[str]) -> Iterator[Diagnostic]:
    """Warnings for values that definitions read from their module although nothing binds them."""
    for value in sorted(placement.shared.names - bound):
        for name in sorted(placement.sharing):
            statement = placement.movable[name]
            if value in statement.late:
                yield Diagnostic(
                    "NB202",
                    "warning",
                    f"'{name}' reads '{value}', but nothing in the notebook defines it",
                    f"define '{value}', or delete what reads it",
                    statement.span,
                )


def _skipped(name: str, step: Step, program: Program) -> Diagnostic | None:
    """The error for a name that only a cell that is left out binds."""
    sources = {cell.number: cell.source for cell in program.notebook.cells}
    for number, reason in program.skipped:
        try:
            bound = names_of(*ast.parse(sources[number]).body).binds
        except SyntaxError:
            continue
        if name in bound:
            return Diagnostic(
                "NB201",
                "error",
                f"'{name}' is bound only in cell {number}, which is left out ({reason})",
                f"take the cell in again, or define '{name}' in a cell that runs",
                step.statement.span,
            )
    return None


def _unbound_late(name: str, step: Step) -> Diagnostic:
    return Diagnostic(
        "NB202",
        "error",
        f"'{name}' is read by a function made here, but nothing in the notebook defines it",
        f"define '{name}', pass it as an argument, or delete the function if nobody calls it",
        step.statement.span,
    )


def _undefined(name: str, step: Step, later: Step | None, names: frozenset[str]) -> Diagnostic:
    if later is not None and later.order > step.order:
        message = (
            f"'{name}' is read here but only cell {later.statement.cell} binds it, further down"
        )
        hint = "put the cells in the order in which they have to run"
    else:
        close = difflib.get_close_matches(name, names - {name}, n=1)
        message = f"'{name}' is read here but no earlier cell defines it"
        hint = f"did you mean '{close[0]}'? " if close else ""
        hint += (
            HOSTED.get(name)
            or f"define '{name}' in a cell above, or in the cell tagged `parameters`"
        )
    return Diagnostic("NB201", "error", message, hint, step.statement.span)
