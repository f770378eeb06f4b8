"""The service's model: endpoints with their schemas, from what the notebook's functions were seen to do.

A schema that was not seen is not guessed: then the service is refused, with what was seen instead.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from converter.model.dataflow import Statement
from converter.model.diagnostic import Diagnostic
from converter.model.plan import Definition
from converter.model.service import Answer, Argument, Endpoint, Field, Recorded
from converter.model.split import Candidate, Split
from converter.plan.request_fields import (
    OF_TORCH,
    answer_of,
    can_be_asked,
    fields_of,
    given_as_none,
    under_one_name,
)
from converter.plan.unseen import ANSWERED, BESIDE, NAMED, unseen
from converter.syntax.control import may_return_none

MOST_REQUESTS = 200
"""Recorded requests that become golden ones."""
MOST_ROWS = 500
SPARE = 50
"""Room for requests, and rows, that are not the notebook's own, however many of its own there are."""


@dataclass(frozen=True)
class Seen:
    """What a run of the notebook showed of its served functions.

    `served` are the calls: function, table, answers or why there are none. `frames` are the columns
    of frames at the notebook's end, with their dtypes; `needless` columns of a function's rows that
    its answer does not depend on, `idle` those that
    have to be there with anything in them, `fractional` those
    of whole numbers that may be any, `unstorable` why values cannot be kept in a file,
    `unsteady` where a function answers the same rows otherwise when asked again.
    """

    served: tuple[Mapping[str, Any], ...] = ()
    frames: Mapping[str, Mapping[str, str]] | None = None
    needless: Mapping[str, tuple[str, ...]] | None = None
    idle: Mapping[str, tuple[str, ...]] | None = None
    fractional: Mapping[str, tuple[str, ...]] | None = None
    unstorable: Mapping[str, str] | None = None
    unsteady: Mapping[str, str] | None = None


def endpoints_of(
    split: Split,
    definitions: Mapping[str, Definition],
    statements: Mapping[int, Statement],
    seen: Seen,
) -> tuple[tuple[Endpoint, ...], tuple[Diagnostic, ...]]:
    """An endpoint for every served function; errors where its rows or answers were not seen."""
    endpoints: list[Endpoint] = []
    troubles: list[Diagnostic] = []
    names = {each.name for each in split.served}
    others = [
        each.name
        for each in split.candidates
        if each.how == "estimator" and not each.why_not and each.name not in names
    ]
    for served in split.served:
        span = statements[served.statement].span
        found = _endpoint(served, split, definitions[served.name], statements, seen)
        if isinstance(found, str):
            troubles.append(unseen(served, found, span, others))
        else:
            endpoints.append(found)
    return tuple(endpoints), tuple(troubles)


def _endpoint(
    served: Candidate,
    split: Split,
    definition: Definition,
    statements: Mapping[int, Statement],
    seen: Seen,
) -> Endpoint | str:
    """The endpoint, or why there is none."""
    calls = [each for each in seen.served if each["function"] == served.name]
    good = [each for each in calls if "answered" in each]
    if not good:
        return _why_none(calls)
    kinds = [each["table"]["argument"] for each in good]
    argument: Argument = max(dict.fromkeys(kinds), key=kinds.count)
    of_kind = [each for each in good if each["table"]["argument"] == argument]
    bare = [each for each in of_kind if not each["table"].get("others")]
    of_kind = under_one_name(bare or of_kind, argument)
    asked = [each for each in of_kind if not each.get("further")] or of_kind
    others = [each["table"].get("others") for each in of_kind if each["table"].get("others")]
    if others:
        names = ", ".join(sorted({name for each in others for name in each}))
        return f"{BESIDE} it is given {names}, which requests cannot set"
    forms = sorted({each["answered"]["form"] for each in of_kind})
    form = _form(of_kind, forms)
    if form is None:
        return f"it answers in several forms ({', '.join(forms)})"
    node = statements[served.statement].node
    assert isinstance(node, ast.FunctionDef)
    code = _strings(served, split, statements)
    unneeded = set((seen.needless or {}).get(served.name, ()))
    if argument != "frame":
        # A key that the code names may be asked for with a default, unless it is only answered.
        unneeded -= _strings(served, split, statements, answered=False)
    real = (seen.fractional or {}).get(served.name, ())
    idle = (seen.idle or {}).get(served.name, ())
    optional = _defaults(node) if argument == "keywords" else {}
    fields = tuple(
        _as_asked_for(field, real, idle, optional)
        for field in fields_of(asked, argument, code)
        if field.name not in unneeded
    )
    gathers = argument == "keywords" and node.args.kwarg is not None
    told = sorted({parameter for _, parameter in definition.lifted} & {f.name for f in fields})
    if gathers and told:
        return f"{NAMED} '{told[0]}' is called as a value that it reads"
    if not fields:
        return "no field of its rows changes its answer"
    none = given_as_none(fields)
    said = [each for each in of_kind if can_be_asked(each, none)]
    every = [a for each in of_kind for a in each["answered"]["answers"]]
    answers = [each for each in every if each is not None]
    labelled = any(each["answered"].get("labelled") for each in of_kind)
    answer_fields, annotation = answer_of(answers, code, labelled=labelled)
    camel = "".join(part.capitalize() for part in served.name.split("_") if part) or "Row"
    return Endpoint(
        name=served.name.strip("_").lower() or "predict",
        function=served.name,
        module=definition.module,
        summary=_summary(node, served.name),
        record=f"{camel}Row",
        fields=fields,
        argument=argument,
        lifted=tuple((parameter, value) for value, parameter in definition.lifted),
        answer=form,
        response=f"{camel}Answer",
        answer_fields=answer_fields,
        answer_annotation=annotation,
        nothing=len(answers) < len(every) or (form == "one" and may_return_none(node)),
        watched=_watched(answer_fields, answers),
        row_independent=form != "one" and not dict(split.alone).get(served.name),
        none=none,
        gathers=gathers,
        labelled=labelled,
        tensors=any(
            c["dtype"].startswith(OF_TORCH) for each in asked for c in each["table"]["columns"]
        ),
        recorded=_recorded(said or of_kind, frozenset(field.name for field in fields)),
    )


def _defaults(node: ast.stmt) -> dict[str, ast.expr]:
    """The parameters that a call may do without, and what they are then."""
    assert isinstance(node, ast.FunctionDef)
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args][::-1]
    words = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return {
        **{
            each.arg: value
            for each, value in zip(positional, arguments.defaults[::-1], strict=False)
        },
        **{each.arg: value for each, value in words if value},
    }


def _as_asked_for(
    field: Field, real: Sequence[str], idle: Sequence[str], defaults: Mapping[str, ast.expr]
) -> Field:
    """The field as experiments with the function, and its own defaults, widen it."""
    if field.name in defaults:  # a null is not left out of the call: it has to mean the default
        none = ast.unparse(defaults[field.name]) == "None"
        field = replace(field, required=field.nullable and not none)
    if field.name in idle:
        return replace(field, required=False, nullable=True)
    if field.annotation == "int" and not field.dtype.startswith("int") and field.name in real:
        return replace(field, annotation="float")
    return field


def _why_none(calls: Sequence[Mapping[str, Any]]) -> str:
    whys = [
        f"{ANSWERED}{each['why']}" if "table" in each and "JSON" in each["why"] else each["why"]
        for each in calls
        if "why" in each
    ]
    errors = [each["error"] for each in calls if "error" in each]
    if whys:
        return str(whys[0])
    if errors:
        return f"each call of it in the notebook raised ({errors[0]})"
    return "the notebook never calls it, and none of its values could be given to it"


def _form(calls: Sequence[Mapping[str, Any]], forms: list[str]) -> Answer | None:
    """How the answers of all calls can be read: one for each row, columns, or one at a time."""
    if forms == ["columns"]:
        return "columns"
    if forms == ["rows"]:
        return "rows"
    if forms == ["parts"]:
        return "parts"
    single = all(each["table"]["count"] == 1 for each in calls)
    if forms == ["one"] and single:
        return "one"
    return None


def _watched(fields: tuple[Field, ...], answers: Sequence[Any]) -> str:
    """The part of an answer that is worth counting: the verdict, else the first number."""
    for kinds in (("bool",), ("str",), ("int",), ("float",)):
        for field in fields:
            if field.annotation in kinds and len({repr(a.get(field.name)) for a in answers}) <= 100:
                return field.name
    return fields[0].name if fields else ""


def _recorded(calls: Sequence[Mapping[str, Any]], names: frozenset[str]) -> tuple[Recorded, ...]:
    """Requests as the notebook made them; calls of which only some rows were kept, row by row."""
    found: list[Recorded] = []
    rows = 0
    for each in calls:
        table, answers = each["table"], each["answered"]["answers"]
        kept = tuple({k: v for k, v in row.items() if k in names} for row in table["rows"])
        pieces = [(kept, tuple(answers))]
        if not table["whole"]:
            pieces = [((row,), (answer,)) for row, answer in zip(kept, answers, strict=True)]
        for piece in pieces:
            spare = SPARE if each.get("further") else 0
            if len(found) < MOST_REQUESTS + spare and rows + len(piece[0]) <= MOST_ROWS + spare:
                found.append(Recorded(*piece))
                rows += len(piece[0])
    return tuple(found)


def _strings(
    served: Candidate, split: Split, statements: Mapping[int, Statement], *, answered: bool = True
) -> frozenset[str]:
    """The texts that the served code compares with or looks up, its constants included.

    Without those `answered`, keys of dicts that it writes down are left out.
    """
    names = set(split.code)
    nodes = [
        each.node
        for each in statements.values()
        if getattr(each.node, "name", "") in names or each.order in split.constants
    ]
    parts = [part for node in nodes for part in ast.walk(node)]
    keys = {id(key) for part in parts if isinstance(part, ast.Dict) for key in part.keys}
    return frozenset(
        part.value
        for part in parts
        if isinstance(part, ast.Constant)
        and isinstance(part.value, str)
        and (answered or id(part) not in keys)
    )


def _summary(node: ast.stmt, name: str) -> str:
    document = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None
    first = (document or "").strip().split("\n")[0]
    return first or f"What `{name}` answers to each row."
