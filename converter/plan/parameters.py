"""The parameters of a notebook: which assignments a run may replace, and their types.

Dataflow -> ParameterSet. Reads the cells marked `parameters`, or offers plain constants of a
notebook that has none. A secret's value is never copied.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from converter.model.dataflow import Dataflow, Statement
from converter.model.diagnostic import Diagnostic
from converter.model.parameter import Parameter, ParameterSet
from converter.plan.assignments import (
    Assignment,
    aliases_of,
    assignment_of,
    bindings_of,
    codes_of,
    comment_of,
)
from converter.plan.fields import field_names
from converter.plan.offers import offered
from converter.plan.parameter_remarks import (
    enum_names,
    not_copied,
    remark,
    secrets_left,
    twice,
    why_not,
)
from converter.plan.secrets import holds_secret, is_secret
from converter.plan.typing_text import accepts, imports_for, type_of, type_text


def parameters_of(
    flow: Dataflow, *, offer: bool = True
) -> tuple[ParameterSet, tuple[Diagnostic, ...]]:
    """The settings that the notebook declares or plainly has, and remarks on what is none."""
    cells = {cell.number for cell in flow.program.cells if cell.marks.parameters}
    declared = [statement for statement in flow.statements if statement.cell in cells]
    remarks: list[Diagnostic] = []
    aliases = aliases_of(flow)
    if cells:
        found = _declared(flow, declared, aliases, remarks)
    else:
        found = list(offered(flow, aliases)) if offer else []
    fields = field_names(one.name for one in found)
    parameters = tuple(
        _parameter(one, fields[one.name], aliases, remarks, offered=not cells) for one in found
    )
    taken = frozenset(parameter.statement for parameter in parameters)
    remarks += secrets_left(flow, aliases, taken)
    names = frozenset(parameter.name for parameter in parameters)
    derived = _derived(declared, names, taken)
    return ParameterSet(parameters, derived, taken), tuple(remarks)


def _declared(
    flow: Dataflow,
    declared: Iterable[Statement],
    aliases: Mapping[str, str],
    remarks: list[Diagnostic],
) -> list[Assignment]:
    """Assignments of parameters cells that a run may replace; the others are remarked on."""
    declared = tuple(declared)
    cells = {statement.cell for statement in declared}
    codes = codes_of(flow)
    bindings = bindings_of(flow)
    enums = enum_names(flow)
    found: list[Assignment] = []
    warned: set[str] = set()
    for statement in declared:
        one = assignment_of(statement, codes[statement.cell], aliases)
        if one is None:
            remarks += why_not(statement, enums)
        elif bindings[one.name] > 1 and not _is_start_value(one, statement, flow, cells):
            if one.name not in warned:
                remarks.append(twice(flow, one))
            warned.add(one.name)
        elif one.name.strip("_"):
            found.append(one)
    return found


def _is_start_value(one: Assignment, statement: Statement, flow: Dataflow, cells: set[int]) -> bool:
    """True when only later cells bind the name again: a run may replace what it starts with."""
    return all(
        other.order > statement.order and other.cell not in cells
        for other in flow.statements
        if other is not statement and one.name in other.binds | other.deletes | other.assigns_late
    )


def _derived(
    declared: Iterable[Statement], names: frozenset[str], taken: frozenset[int]
) -> frozenset[int]:
    """Statements of parameters cells that compute from parameters, directly or in turn."""
    computed = set(names)
    derived: set[int] = set()
    for statement in declared:
        if statement.order in taken or isinstance(statement.node, ast.Import | ast.ImportFrom):
            continue
        if statement.mutates & computed or (statement.binds and statement.reads & computed):
            derived.add(statement.order)
            computed |= statement.binds
    return frozenset(derived)


def _parameter(
    one: Assignment,
    field: str,
    aliases: Mapping[str, str],
    remarks: list[Diagnostic],
    *,
    offered: bool,
) -> Parameter:
    annotation = _annotation(one, aliases, remarks)
    value = one.value.value if one.value else None
    texty = value is not None or "str" in annotation or "Any" in annotation
    if "SecretStr" in annotation or (is_secret(one.name, value) and texty):
        return _secret(one, field, annotation, remarks, offered=offered)
    default = one.value.source if one.value else None
    if holds_secret(value):
        remarks.append(not_copied(one, "has a secret in it"))
        default, value = None, None
    return Parameter(
        name=one.name,
        field=field,
        annotation=annotation,
        default=default,
        span=one.statement.span,
        statement=one.statement.order,
        value=value,
        imports=imports_for(annotation, default),
        comment=comment_of(one.statement.text),
        offered=offered,
    )


def _secret(
    one: Assignment, field: str, annotation: str, remarks: list[Diagnostic], *, offered: bool
) -> Parameter:
    value = one.value.value if one.value else None
    optional = "None" in annotation or (one.value is not None and value is None)
    default: str | None = None
    if one.value and value is None:
        default = "None"
    elif one.value and value == "":
        default = 'SecretStr("")'
    elif one.value:
        remarks.append(not_copied(one, "is a secret"))
    bare = one.value is not None and value is not None and not one.value.secret
    kind = "SecretStr | None" if optional else "SecretStr"
    return Parameter(
        name=one.name,
        field=field,
        annotation=kind,
        default=default,
        span=one.statement.span,
        statement=one.statement.order,
        imports=imports_for(kind),
        comment=comment_of(one.statement.text),
        secret=True,
        offered=offered,
        reveal=bare or "SecretStr" not in annotation,
    )


def _annotation(one: Assignment, aliases: Mapping[str, str], remarks: list[Diagnostic]) -> str:
    """The type as the settings module writes it; the value decides where the author's cannot."""
    if one.value and one.value.secret:
        return "SecretStr"
    by_value = type_of(one.value.value) if one.value else "Any"
    if one.annotation is None:
        if one.value and one.value.value is None and not is_secret(one.name):
            hint = f"write `{one.name}: float | None = None` (or the type that it has)"
            remarks.append(remark("NB306", "note", one, "has no type: any value is taken", hint))
        return by_value
    text = type_text(one.annotation, aliases)
    if text == "":
        return by_value
    written = ast.unparse(one.annotation)
    if text is None:
        message = f"is taken as `{by_value}`: the settings cannot import `{written}`"
        remarks.append(remark("NB303", "note", one, message))
        return by_value
    if one.value is None or accepts(text, one.value.value) or "SecretStr" in text:
        return text
    if one.value.value is None:
        return f"{text} | None"
    message = f"is taken as `{by_value}`, which its value is, not as `{written}`"
    remarks.append(remark("NB303", "note", one, message))
    return by_value
