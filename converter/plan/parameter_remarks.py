"""What is said about settings: secrets not copied, names assigned twice, types not importable."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from converter.model.dataflow import Dataflow, Statement
from converter.model.diagnostic import Diagnostic, Severity
from converter.plan.assignments import Assignment, assignment_of, codes_of
from converter.plan.secrets import holds_secret, is_secret


def enum_names(flow: Dataflow) -> frozenset[str]:
    """Classes of the notebook whose bases say Enum."""
    return frozenset(
        statement.node.name
        for statement in flow.statements
        if isinstance(statement.node, ast.ClassDef)
        and any("Enum" in ast.unparse(base) for base in statement.node.bases)
    )


def why_not(statement: Statement, enums: frozenset[str]) -> Iterable[Diagnostic]:
    """A remark where an assignment of a parameters cell looks like a setting but is none."""
    match statement.node:
        case ast.Assign(value=ast.Attribute(value=ast.Name(id=name))) if name in enums:
            why = f"is a member of the notebook's own enum `{name}` and stays code"
            hint = "assign its plain value and build the member from it in a later cell"
        case ast.AnnAssign(value=ast.Attribute(value=ast.Name(id=name))) if name in enums:
            why = f"is a member of the notebook's own enum `{name}` and stays code"
            hint = "assign its plain value and build the member from it in a later cell"
        case ast.Assign(targets=[ast.Tuple(), *_] | [_, _, *_], value=value) if not any(
            isinstance(part, ast.Name) for part in ast.walk(value)
        ):
            why = "assigns several names at once and stays code"
            hint = "give each parameter a line of its own"
        case _:
            return
    name = ", ".join(sorted(statement.binds)) or statement.text
    yield Diagnostic("NB304", "note", f"'{name}' {why}", hint, statement.span)


def twice(flow: Dataflow, one: Assignment) -> Diagnostic:
    """The warning that a name is no parameter because it is bound elsewhere too."""
    others = [
        statement
        for statement in flow.statements
        if statement.order != one.statement.order
        and one.name in statement.binds | statement.deletes | statement.assigns_late
    ]
    where = f"in cell {others[0].span.cell}, line {others[0].span.line}" if others else "elsewhere"
    hint = "give the later value a name of its own"
    message = f"is assigned again {where}, so it is not a parameter"
    return remark("NB302", "warning", one, message, hint)


def not_copied(one: Assignment, why: str) -> Diagnostic:
    """The warning that a secret must be given when running."""
    hint = f"give {one.name} when running: in the environment, a file or on the command line"
    message = f"{why}: its value in the notebook is not copied"
    return remark("NB301", "warning", one, message, hint)


def secrets_left(
    flow: Dataflow, aliases: Mapping[str, str], taken: frozenset[int]
) -> Iterable[Diagnostic]:
    """Warnings about secrets that stand in the code and stay there."""
    codes = codes_of(flow)
    for statement in flow.statements:
        if statement.order in taken:
            continue
        if (fallback := _secret_fallback(statement)) is not None:
            hint = "leave the fallback out, and set the variable where the project runs"
            message = "has a secret as its fallback, which stays in the code"
            yield remark("NB305", "warning", fallback, message, hint)
        one = assignment_of(statement, codes[statement.cell], aliases)
        if one is None or one.value is None or not one.value.value:
            continue
        if is_secret(one.name, one.value.value) or holds_secret(one.value.value):
            hint = f"assign {one.name} once, in a cell tagged `parameters`"
            message = "looks like a secret, and its value stays in the code"
            yield remark("NB305", "warning", one, message, hint)


def _secret_fallback(statement: Statement) -> Assignment | None:
    """`TOKEN = os.getenv("TOKEN", "sk-abc")`: what it assigns where the variable is not set."""
    match statement.node:
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.Call(func=function, args=[_, ast.Constant(value=str(text))]),
        ) if text and is_secret(name, text):
            looked_up = ast.unparse(function).endswith(("getenv", "environ.get"))
            return Assignment(name, statement, None, None) if looked_up else None
    return None


def remark(
    code: str, severity: Severity, one: Assignment, message: str, hint: str = ""
) -> Diagnostic:
    """A diagnostic about the name that `one` assigns."""
    return Diagnostic(code, severity, f"'{one.name}' {message}", hint, one.statement.span)
