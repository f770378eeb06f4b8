"""Fields of requests and of answers, from the values that were seen."""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from converter.model.service import Argument, Field

# Names of fields that pydantic's classes have themselves.
TAKEN = frozenset("""
    construct copy dict fields from_orm json model_computed_fields model_config model_construct
    model_copy model_dump model_dump_json model_extra model_fields model_fields_set model_json_schema
    model_parametrized_name model_post_init model_rebuild model_validate model_validate_json
    model_validate_strings parse_file parse_obj parse_raw schema schema_json update_forward_refs
    validate
    """.split())
# Names that the classes' own text reads: a field called so would hide them from the fields after it.
READ = frozenset("""
    ANSWER Annotated Any AwareDatetime BaseModel Field Literal Moment NaiveDatetime Number ROW Real
    RealOrMissing Whole ZonedMoment bool date datetime dict float int list str time
    """.split())


MOST_PARTS = 5
"""Places of an answer that is a tuple; longer lists are lists."""
ITEMS = {("str",): "str", ("int",): "int", ("float",): "float", ("float", "int"): "int | float"}
"""What lists of a type have in them."""
KINDS, LONGEST_KIND = 8, 24
"""Texts that documentation lists, and their characters."""
OF_TORCH = "torch."
"""How the dtypes of tensors begin."""
OWN = ("records", "record", "keywords", "vector")
"""Arguments whose values are Python's own: what is missing is NaN or None."""


def under_one_name(
    calls: Sequence[Mapping[str, Any]], argument: Argument
) -> list[Mapping[str, Any]]:
    """The calls, in which the values of one column are called the same: as the notebook first does."""
    if argument not in ("column", "series"):
        return list(calls)
    names = [each["table"]["columns"][0]["name"] for each in calls]
    name = next((each for each in names if each not in ("text", "value")), names[0])
    return [{**each, "table": _named(each["table"], name)} for each in calls]


def _named(table: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The table of one column under another name."""
    (column,) = table["columns"]
    rows = [dict.fromkeys((name,), value) for row in table["rows"] for value in row.values()]
    return {**table, "columns": [{**column, "name": name}], "rows": rows}


def fields_of(
    calls: Sequence[Mapping[str, Any]], argument: Argument, code: frozenset[str]
) -> Iterator[Field]:
    """The fields of the rows that calls were seen to be given; `code` are texts that it names."""
    columns: dict[str, list[Mapping[str, Any]]] = {}
    for each in calls:
        for column in each["table"]["columns"]:
            columns.setdefault(column["name"], []).append(column)
    rows = [row for each in calls for row in each["table"]["rows"]]
    taken: set[str] = set()
    for name, facts in columns.items():
        attribute = _attribute(name, taken)
        taken.add(attribute)
        absent = sum(each["absent"] for each in facts) or len(facts) < len(calls)
        annotation = _annotation(facts, code)
        field = Field(
            name=name,
            attribute=attribute,
            annotation=annotation,
            dtype="" if argument in OWN[:3] else _dtype(facts),
            nullable=any(each["nulls"] for each in facts),
            nan=_missing_is_nan(facts, argument),
            required=not absent,
            low=_least(facts, "low", min),
            high=_least(facts, "high", max),
            texts=_kinds(facts, len(rows)) if annotation == "str" else (),
            example=next((row[name] for row in rows if row.get(name) is not None), None),
        )
        yield field


def given_as_none(fields: Sequence[Field]) -> tuple[str, ...]:
    """The fields whose null is None to the function, so that no request can give it NaN."""
    return tuple(each.name for each in fields if each.nullable and not (each.nan or each.dtype))


def can_be_asked(call: Mapping[str, Any], none: Collection[str]) -> bool:
    """Whether a request can say what a call gave: no NaN in the fields of `none`."""
    columns = call["table"]["columns"]
    return not any(each["name"] in none for each in columns if each.get("nans"))


def _missing_is_nan(facts: Sequence[Mapping[str, Any]], argument: Argument) -> bool:
    """Whether what is missing is NaN. Of Python's own values all that was missing has to be: where the
    notebook gave None too, a null is None. In a column of objects most, for one kind is all that it can have.
    """
    nans, nulls = (sum(each.get(kind, 0) for each in facts) for kind in ("nans", "nulls"))
    if argument in OWN:
        return bool(nulls) and nans == nulls
    return _dtype(facts) == "object" and 2 * nans > nulls


def _attribute(name: str, taken: set[str]) -> str:
    """An attribute name for a column: an identifier that is no keyword, no type, not pydantic's own."""
    words = re.sub(r"\W+", "_", name).strip("_") or "field"
    found = words if not words[0].isdigit() else f"field_{words}"
    while keyword.iskeyword(found) or found in TAKEN | READ | taken:
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
    if types == ["list"] and any("items" in each for each in facts):
        return f"list[{_of_items({kind for each in facts for kind in each.get('items', ())})}]"
    if types == ["str"]:
        categories = [each.get("categories") for each in facts]
        known = sorted({text for each in categories if each for text in each})
        if known and all(categories) and set(known) <= code and len(known) > 1:
            return f"Literal[{', '.join(map(_quoted, known))}]"
        return "str"
    return "Any"


def _of_items(kinds: Collection[str]) -> str:
    """The type of what lists hold: of lists again, of a row of an image, with theirs."""
    if len(kinds) == 1 and (kind := next(iter(kinds))).startswith("list["):
        inner = kind[len("list[") : -1]
        return f"list[{_of_items([inner] if inner.startswith('list[') else inner.split('|'))}]"
    return ITEMS.get(tuple(sorted(kinds)), "Any")


def _kinds(facts: Sequence[Mapping[str, Any]], rows: int) -> tuple[str, ...]:
    """All texts of a field, where they are few, short and come again; else they are data."""
    known = [each.get("categories", []) for each in facts]
    found = sorted({text for each in known for text in each})
    few = 2 * len(found) <= rows and len(found) <= KINDS and all(known)
    plain = all(text.isprintable() and 0 < len(text) <= LONGEST_KIND for text in found)
    return tuple(found) if few and plain and len(found) > 1 else ()


def _quoted(text: str) -> str:
    plain = repr(text)
    return plain if plain[0] == '"' or '"' in text else f'"{plain[1:-1]}"'


def _dtype(facts: Sequence[Mapping[str, Any]]) -> str:
    kinds = list(dict.fromkeys(each["dtype"].removeprefix(OF_TORCH) for each in facts))
    if len(kinds) > 1 and set(kinds) <= {"int64", "float64"}:
        return "float64"
    return str(kinds[0])


def _least(facts: Sequence[Mapping[str, Any]], name: str, choose: Any) -> float | None:
    known = [each[name] for each in facts if each.get(name) is not None]
    return choose(known) if known else None


def answer_of(
    answers: Sequence[Any], code: frozenset[str] = frozenset(), *, labelled: bool = False
) -> tuple[tuple[Field, ...], str]:
    """The fields of answers that are dicts, or the type of other answers; none of them is None.

    Keys that the `code` does not name are data where they are labels, or no answer has another's: days, titles.
    """
    if answers and all(isinstance(each, dict) for each in answers):
        names = list(dict.fromkeys(name for each in answers for name in each))
        differ = labelled or not any(all(name in each for each in answers) for name in names)
        if differ and not code & set(names):
            values = [value for each in answers for value in each.values()]
            kind = _type_of(values)
            nothing = kind != "Any" and any(value is None for value in values)
            return (), f"dict[str, {kind} | None]" if nothing else f"dict[str, {kind}]"
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
    return (), _type_of(answers)


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
        return _parts_of(there) if inner == "Any" else f"list[{inner}]"
    return "dict[str, Any]" if kind == "dict" else kind


def _parts_of(lists: Sequence[Sequence[Any]]) -> str:
    """The type of lists whose items have a type each by their place: a label and its probability."""
    if len({len(each) for each in lists}) != 1 or not 1 < len(lists[0]) <= MOST_PARTS:
        return "list[Any]"
    parts = [_type_of(place) for place in zip(*lists, strict=True)]
    nothing = [any(value is None for value in place) for place in zip(*lists, strict=True)]
    words = [f"{part} | None" if none else part for part, none in zip(parts, nothing, strict=True)]
    return f"tuple[{', '.join(words)}]"
