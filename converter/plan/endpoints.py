"""The service's model: endpoints with their schemas, from what the notebook's functions were seen to do.

A schema that was not seen is not guessed: then the service is refused, with what was seen instead.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from converter.model.dataflow import Statement
from converter.model.diagnostic import Diagnostic, Span
from converter.model.plan import Definition
from converter.model.service import Answer, Argument, Endpoint, Field, Recorded
from converter.model.split import Candidate, Split

MOST_REQUESTS = 60
"""Recorded requests that become golden ones."""
MOST_ROWS = 500

# Names of fields that pydantic's classes have themselves.
TAKEN = frozenset("""
    construct copy dict fields from_orm json model_computed_fields model_config model_construct
    model_copy model_dump model_dump_json model_extra model_fields model_fields_set model_json_schema
    model_parametrized_name model_post_init model_rebuild model_validate model_validate_json
    model_validate_strings parse_file parse_obj parse_raw schema schema_json update_forward_refs
    validate
    """.split())


@dataclass(frozen=True)
class Seen:
    """What a run of the notebook showed of its served functions.

    `served` are the calls: function, table, answers or why there are none. `frames` are the columns
    of frames at the notebook's end; `needless` columns of a function's rows that its answer does
    not depend on.
    """

    served: tuple[Mapping[str, Any], ...] = ()
    frames: Mapping[str, tuple[str, ...]] | None = None
    needless: Mapping[str, tuple[str, ...]] | None = None


def endpoints_of(
    split: Split,
    definitions: Mapping[str, Definition],
    statements: Mapping[int, Statement],
    seen: Seen,
) -> tuple[tuple[Endpoint, ...], tuple[Diagnostic, ...]]:
    """An endpoint for every served function; errors where its rows or answers were not seen."""
    endpoints: list[Endpoint] = []
    troubles: list[Diagnostic] = []
    for served in split.served:
        span = statements[served.statement].span
        found = _endpoint(served, split, definitions[served.name], statements, seen)
        if isinstance(found, str):
            troubles.append(_unseen(served, found, span))
        else:
            endpoints.append(found)
    return tuple(endpoints), tuple(troubles)


def _unseen(served: Candidate, why: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "NB805",
        "error",
        f"the rows that '{served.name}' takes cannot be told: {why}",
        f"call '{served.name}' in the notebook with a few real rows: a DataFrame, a list of dicts, "
        "or one value for each argument",
        span,
    )


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
    others = [each["table"].get("others") for each in of_kind if each["table"].get("others")]
    if others:
        names = ", ".join(sorted({name for each in others for name in each}))
        return f"besides rows it is given {names}, which requests cannot set"
    forms = sorted({each["answered"]["form"] for each in of_kind})
    form = _form(of_kind, forms)
    if form is None:
        return f"it answers in several forms ({', '.join(forms)})"
    node = statements[served.statement].node
    code = _strings(served, split, statements)
    unneeded = set((seen.needless or {}).get(served.name, ()))
    if argument != "frame":
        unneeded -= code  # a key that the code names may be asked for with a default
    fields = tuple(
        field for field in _fields(of_kind, argument, code) if field.name not in unneeded
    )
    if not fields:
        return "no field of its rows changes its answer"
    answers = [a for each in of_kind for a in each["answered"]["answers"]]
    answer_fields, annotation = _answer(answers)
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
        watched=_watched(answer_fields, answers),
        row_independent=form != "one" and not dict(split.alone).get(served.name),
        recorded=_recorded(of_kind, frozenset(field.name for field in fields)),
    )


def _why_none(calls: Sequence[Mapping[str, Any]]) -> str:
    whys = [each["why"] for each in calls if "why" in each]
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
    single = all(each["table"]["count"] == 1 for each in calls)
    if forms == ["one"] and single:
        return "one"
    return None


def _fields(
    calls: Sequence[Mapping[str, Any]], argument: Argument, code: frozenset[str]
) -> Iterable[Field]:
    columns: dict[str, list[Mapping[str, Any]]] = {}
    for each in calls:
        for column in each["table"]["columns"]:
            columns.setdefault(column["name"], []).append(column)
    rows = [row for each in calls for row in each["table"]["rows"]]
    taken: set[str] = set()
    for name, facts in columns.items():
        attribute = name if argument == "keywords" else _attribute(name, taken)
        taken.add(attribute)
        absent = sum(each["absent"] for each in facts) or len(facts) < len(calls)
        field = Field(
            name=name,
            attribute=attribute,
            annotation=_annotation(facts, code),
            dtype=_dtype(facts) if argument in ("frame", "series", "matrix") else "",
            nullable=any(each["nulls"] for each in facts),
            required=not absent,
            low=_least(facts, "low", min),
            high=_least(facts, "high", max),
            example=next((row[name] for row in rows if row.get(name) is not None), None),
        )
        yield field


def _attribute(name: str, taken: set[str]) -> str:
    """An attribute name for a column: an identifier that is no keyword and not pydantic's own."""
    words = re.sub(r"\W+", "_", name).strip("_") or "field"
    found = words if not words[0].isdigit() else f"field_{words}"
    while keyword.iskeyword(found) or found in TAKEN or found in taken:
        found += "_"
    return found


def _annotation(facts: Sequence[Mapping[str, Any]], code: frozenset[str]) -> str:
    """The type that all values of a field had; texts that the code names are its only choices."""
    types = sorted({kind for each in facts for kind in each["types"]})
    dtypes = {each["dtype"] for each in facts}
    if any(kind.startswith("datetime") for kind in dtypes):
        return "datetime"
    if types == ["bool"]:
        return "bool"
    if types == ["int"]:
        return "float" if any("float" in kind for kind in dtypes) else "int"
    if types and set(types) <= {"int", "float"}:
        return "float"
    if types == ["str"]:
        categories = [each.get("categories") for each in facts]
        known = sorted({text for each in categories if each for text in each})
        if known and all(categories) and set(known) <= code and len(known) > 1:
            return f"Literal[{', '.join(map(_quoted, known))}]"
        return "str"
    return "Any"


def _quoted(text: str) -> str:
    plain = repr(text)
    return plain if plain[0] == '"' or '"' in text else f'"{plain[1:-1]}"'


def _dtype(facts: Sequence[Mapping[str, Any]]) -> str:
    kinds = list(dict.fromkeys(each["dtype"] for each in facts))
    if len(kinds) > 1 and set(kinds) <= {"int64", "float64"}:
        return "float64"
    return str(kinds[0])


def _least(facts: Sequence[Mapping[str, Any]], name: str, choose: Any) -> float | None:
    known = [each[name] for each in facts if each.get(name) is not None]
    return choose(known) if known else None


def _answer(answers: Sequence[Any]) -> tuple[tuple[Field, ...], str]:
    """The fields of answers that are dicts, or the type of other answers."""
    if answers and all(isinstance(each, dict) for each in answers):
        names = list(dict.fromkeys(name for each in answers for name in each))
        taken: set[str] = set()
        fields: list[Field] = []
        for name in names:
            attribute = _attribute(name, taken)
            taken.add(attribute)
            values = [each[name] for each in answers if name in each]
            fields.append(
                Field(
                    name,
                    attribute,
                    _type_of(values),
                    nullable=any(value is None for value in values),
                    required=len(values) == len(answers),
                )
            )
        return tuple(fields), "Any"
    kind = _type_of(answers)
    return (), f"{kind} | None" if any(each is None for each in answers) else kind


def _type_of(values: Sequence[Any]) -> str:
    there = [each for each in values if each is not None]
    kinds = {type(each).__name__ for each in there}
    if kinds == {"int", "float"}:
        kinds = {"float"}
    if len(kinds) != 1:
        return "Any"
    (kind,) = kinds
    if kind == "list":
        inner = _type_of([item for each in there for item in each])
        return f"list[{inner}]"
    return "dict[str, Any]" if kind == "dict" else kind


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
            if len(found) < MOST_REQUESTS and rows + len(piece[0]) <= MOST_ROWS:
                found.append(Recorded(*piece))
                rows += len(piece[0])
    return tuple(found)


def _strings(
    served: Candidate, split: Split, statements: Mapping[int, Statement]
) -> frozenset[str]:
    """The texts that the served code compares with or looks up, its constants included."""
    names = set(split.code)
    nodes = [
        each.node
        for each in statements.values()
        if getattr(each.node, "name", "") in names or each.order in split.constants
    ]
    return frozenset(
        part.value
        for node in nodes
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )


def _summary(node: ast.stmt, name: str) -> str:
    document = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None
    first = (document or "").strip().split("\n")[0]
    return first or f"What `{name}` answers to each row."
