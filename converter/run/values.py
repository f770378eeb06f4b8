"""Values for a run: the text of `-p NAME VALUE` and the files of `-f FILE`, checked and typed."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from converter.errors import UsageError
from converter.model.parameter import GivenText, Parameter, ParameterSet
from converter.run.types import type_of_text, words_in
from converter.run.value_files import values_in

_TRUE = {"true", "1", "yes", "on"}
_FALSE = {"false", "0", "no", "off"}
_NULL = {"null", "none"}
_INT = re.compile(r"[+-]?\d+(?:_\d+)*")
_FLOAT = re.compile(r"[+-]?(?:inf(?:inity)?|nan|(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?)", re.I)


class _Refused(ValueError):
    """The value does not have the type."""


def checked_values(
    parameters: ParameterSet, given: Mapping[str, str], files: Sequence[Path] = ()
) -> dict[str, object]:
    """The given values by parameter name, each of its parameter's type; `given` beats `files`.

    Secrets come as `SecretStr`. Parameters that keep their default are not in the answer.
    """
    known = {one.name: one for one in parameters.parameters}
    known |= {one.field: one for one in parameters.parameters if one.field not in known}
    values: dict[str, object] = {}
    wrong: list[str] = []
    for file in files:
        for name, value in values_in(file).items():
            _take(name, value, known, values, wrong, where=f" (in {file})")
    for name, text in given.items():
        _take(name, GivenText(text), known, values, wrong, where="")
    missing = [
        one
        for one in parameters.parameters
        if one.default is None and one.name not in values and not wrong
    ]
    wrong += [f"parameter {one.name} needs a value: {_why_needed(one)}" for one in missing]
    if wrong:
        raise UsageError("\n".join(wrong), hint=_hint(parameters, [one.name for one in missing]))
    return values


def problem_of(one: Parameter, value: object) -> tuple[object, str]:
    """`value` as the parameter's type wants it, and what is wrong with it ("" when nothing is)."""
    values: dict[str, object] = {}
    wrong: list[str] = []
    _take(one.name, value, {one.name: one}, values, wrong, where="")
    return values.get(one.name), "".join(wrong)


def named(parameters: ParameterSet, name: str) -> Parameter:
    """The parameter of this name. Raises UsageError for an unknown one."""
    known = {one.name: one for one in parameters.parameters}
    if name not in known:
        message = f"unknown parameter {name!r}{_did_you_mean(name, known)}"
        raise UsageError(message, hint=_hint(parameters, []))
    return known[name]


def _why_needed(one: Parameter) -> str:
    return "it is a secret" if one.secret else "the notebook gives none"


def _take(
    name: str,
    value: object,
    known: Mapping[str, Parameter],
    values: dict[str, object],
    wrong: list[str],
    *,
    where: str,
) -> None:
    one = known.get(name)
    if one is None:
        wrong.append(f"unknown parameter {name!r}{where}{_did_you_mean(name, known)}")
        return
    try:
        values[one.name] = typed_value(one.annotation, value)
    except _Refused as exc:
        shown = "the value (not shown)" if one.secret else _short(value)
        reason = "" if one.secret or not str(exc) else f": {exc}"
        wrong.append(f"parameter {one.name}: {shown} is not {_words(one)}{reason}{where}")


def typed_value(annotation: str, value: object) -> object:
    """`value` as the annotation wants it; text from the command line is read in its terms."""
    from pydantic import ValidationError

    adapter = _adapter(annotation)
    words = words_in(annotation)
    if isinstance(value, GivenText):
        candidates = list(_spellings(str(value), words))
    else:
        candidates = [json.dumps(value, default=_iso)]
    reason = ""
    for candidate in candidates:
        try:
            return adapter.validate_json(candidate, strict=True)
        except ValidationError as exc:
            errors = exc.errors(include_url=False, include_input=False)
            if len(errors) == 1 and errors[0]["type"] not in _OBVIOUS:
                reason = str(errors[0]["msg"]).lower()
    raise _Refused(reason)


@lru_cache(maxsize=256)
def _adapter(annotation: str) -> Any:
    """What checks values of a type; a sweep asks the same one for each of its values."""
    from pydantic import TypeAdapter

    return TypeAdapter(type_of_text(annotation))


# Messages that only repeat "is not an integer" in pydantic's words.
_OBVIOUS = {
    "bool_type", "dict_type", "float_type", "int_type", "json_invalid", "list_type", "literal_error",
    "none_required", "set_type", "string_type", "tuple_type", "date_type", "datetime_type",
    "time_type", "time_delta_type", "decimal_type", "path_type", "int_from_float",
}  # fmt: skip


def _spellings(text: str, words: frozenset[str]) -> Iterable[str]:
    """JSON texts that `text` may stand for, the likeliest first."""
    plain = text.strip()
    lower = plain.lower()
    quoted = json.dumps(text)
    if "None" in words and lower in _NULL:
        yield "null"
    if words <= {"str", "SecretStr", "None", "Path"}:
        yield quoted
        return
    if "bool" in words and lower in _TRUE | _FALSE and not (words & {"int"} and lower in "01"):
        yield "true" if lower in _TRUE else "false"
    if "int" in words and _INT.fullmatch(plain):
        yield str(int(plain))
    if "float" in words and _FLOAT.fullmatch(plain):
        yield json.dumps(float(plain))
    if "Decimal" in words or words & {"date", "datetime", "time", "timedelta"}:
        yield json.dumps(plain)
    yield text
    yield quoted


def _iso(value: object) -> str:
    """TOML and YAML have dates of their own; JSON spells them as text."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    raise _Refused("has a type that no parameter has")


def _did_you_mean(name: str, known: Mapping[str, Parameter]) -> str:
    folded = {other.lower(): other for other in known}
    close = difflib.get_close_matches(name.lower(), folded, n=1, cutoff=0.6)
    return f": did you mean {folded[close[0]]!r}?" if close else ""


def _short(value: object) -> str:
    text = repr(str(value)) if isinstance(value, GivenText) else repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


_ARTICLES = {
    "int": "a whole number (int)",
    "float": "a number (float)",
    "bool": "true or false (bool)",
    "date": "a date such as 2024-01-31",
    "datetime": "a time such as 2024-01-31T12:00:00",
    "SecretStr": "text",
}


def _words(one: Parameter) -> str:
    if one.annotation in _ARTICLES:
        return _ARTICLES[one.annotation]
    json_kind = one.annotation.startswith(("list", "dict", "tuple", "set", "frozenset"))
    return f"of type {one.annotation}" + (", written as JSON" if json_kind else "")


def _hint(parameters: ParameterSet, missing: Sequence[str]) -> str:
    if missing:
        return f"give it: -p {missing[0]} VALUE, or in a file with -f FILE"
    if not parameters.parameters:
        return "the notebook has no parameters: tag a cell `parameters`"
    names = ", ".join(one.name for one in parameters.parameters[:20])
    return f"the notebook's parameters: {names}"
