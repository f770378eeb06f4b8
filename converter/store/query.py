"""Conditions and orders as SQL: names become columns of `runs` or rows of `run_values`."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    not_,
    null,
    or_,
    select,
)

from converter.store.names import FIELDS, TAGS, Names, names_in, resolved
from converter.store.rows import METRIC, PARAMETER
from converter.store.schema import environments, run_tags, run_values, runs
from converter.store.store import RunStore
from converter.store.where import (
    Both,
    Comparison,
    Condition,
    Name,
    Negation,
    Value,
    condition_of,
    name_of,
    wrong,
)

_KINDS = {"bool": "true or false", "number": "a number", "text": "text", "time": "a time"}


def selected(
    store: RunStore,
    *,
    where: str = "",
    sort: str = "",
    limit: int | None = None,
    sweep: str = "",
) -> Select[Any]:
    """The statement that selects run ids: `where` holds, in the order of `sort`.

    `sort` is a name, after `-` from high to low; by default the newest come first. Runs that
    lack the value come last.
    """
    query = _Query(names_in(store))
    condition = query.condition(condition_of(where), where) if where else None
    order = query.order(sort)
    statement = select(runs.c.id).select_from(query.source)
    if condition is not None:
        statement = statement.where(condition)
    if sweep:
        # As for runs, the beginning or the end of an id is enough.
        column = runs.c.sweep
        like = column.startswith(sweep, autoescape=True) | column.endswith(sweep, autoescape=True)
        statement = statement.where(like)
    return statement.order_by(*order).limit(limit)


@dataclass
class _Operand:
    """A side of a comparison in SQL: its number, its text, and what it is."""

    number: ColumnElement[Any]
    text: ColumnElement[Any]
    kind: ColumnElement[Any]
    kinds: set[str]
    name: str = ""


@dataclass
class _Query:
    """Builds one statement: each name is joined once."""

    names: Names
    source: FromClause = field(
        default_factory=lambda: runs.outerjoin(
            environments, runs.c.environment == environments.c.id
        )
    )
    text: str = ""
    joined: dict[tuple[str, str], FromClause] = field(default_factory=dict)

    def condition(self, one: Condition, text: str) -> ColumnElement[bool]:
        self.text = text
        return self.made(one)

    def made(self, one: Condition) -> ColumnElement[bool]:
        match one:
            case Both(operator="and", parts=parts):
                return and_(*map(self.made, parts))
            case Both(parts=parts):
                return or_(*map(self.made, parts))
            case Negation(part=part):
                return not_(self.made(part))
            case Name():
                return self.flag(one)
        return self.compared(one)

    def flag(self, one: Name) -> ColumnElement[bool]:
        operand = self.operand(one)
        if "bool" not in operand.kinds:
            message = f"{one.name!r} is {_words(operand.kinds)}, and no condition"
            raise wrong(self.text, one.at, message, hint=f"compare it, as in `{one.name} > 1`")
        return and_(operand.kind == "bool", operand.number == 1)

    def compared(self, one: Comparison) -> ColumnElement[bool]:
        left, right = one.left, one.right
        if one.operator in ("in", "not in"):
            found = self.contained(one)
            return not_(found) if one.operator == "not in" else found
        if isinstance(left, Name) and isinstance(right, Value):
            return self.against(left, one.operator, right)
        if isinstance(left, Value) and isinstance(right, Name):
            mirrored = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
            return self.against(right, mirrored.get(one.operator, one.operator), left)
        assert isinstance(left, Name) and isinstance(right, Name)
        return self.between(self.operand(left), one.operator, self.operand(right))

    def contained(self, one: Comparison) -> ColumnElement[bool]:
        match one.left, one.right:
            case Name() as name, Value(value=tuple() as values, at=at):
                return or_(false(), *(self.against(name, "==", Value(v, at)) for v in values))
            case Value(value=str() as part, at=at), Name() as name:
                if resolved(self.names, name, self.text) == Name(TAGS, "run", name.at):
                    return exists().where(run_tags.c.run == runs.c.id, run_tags.c.tag == part)
                if not part:
                    raise wrong(self.text, at, "an empty text is in every text")
                operand = self.operand(name)
                # Unlike LIKE, `replace` means the same in every database.
                return func.replace(operand.text, part, "") != operand.text
        message = "`in` finds a name in a list, a text in a text, or a tag in tags"
        raise wrong(self.text, one.at, message)

    def against(self, name: Name, operator: str, other: Value) -> ColumnElement[bool]:
        """`name` compared with a value of the condition."""
        operand = self.operand(name)
        value = other.value
        if operator in ("is", "is not") or value is None:
            missing = or_(operand.kind.is_(None), operand.kind == "null")
            if operator not in ("is", "is not", "==", "!="):
                raise wrong(self.text, other.at, "None is neither greater nor less")
            return not_(missing) if operator in ("is not", "!=") else missing
        kind = {bool: "bool", str: "text"}.get(type(value), "number")
        if "time" in operand.kinds and kind == "text":
            value, kind = self.moment(str(value), other.at), "time"
        if kind not in operand.kinds and "json" not in operand.kinds:
            message = f"{name.name!r} is {_words(operand.kinds)}, not {_KINDS[kind]}"
            hint = f"write {name.name} {operator} '{value}'" if "text" in operand.kinds else ""
            raise wrong(self.text, other.at, message, hint=hint)
        if kind == "bool" and operator not in ("==", "!="):
            raise wrong(self.text, other.at, "true and false are neither greater nor less")
        if isinstance(value, float) and math.isnan(value):
            same = func.coalesce(operand.text == "nan", false())
            return _known(operand.kind, not_(same) if operator == "!=" else same)
        side = operand.text if kind == "text" else operand.number
        wanted: Any = value if kind == "text" else float(value)  # type: ignore[arg-type]
        return _compared(operand.kind, kind, side, operator, literal(wanted))

    def between(self, left: _Operand, operator: str, right: _Operand) -> ColumnElement[bool]:
        """Two names compared: as numbers where both are, as texts where both are."""
        if not left.kinds & right.kinds:
            message = f"{left.name!r} is {_words(left.kinds)}, {right.name!r} {_words(right.kinds)}"
            raise wrong(self.text, 0, message)
        numbers = _compared(right.kind, "number", left.number, operator, right.number)
        texts = _compared(right.kind, "text", left.text, operator, right.text)
        return case((left.kind == "number", numbers), (left.kind == "text", texts), else_=null())

    def moment(self, text: str, at: int) -> float:
        try:
            return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()
        except ValueError:
            hint = "write 2024-01-31 or 2024-01-31T12:00"
            raise wrong(self.text, at, f"{text!r} is no time", hint=hint) from None

    def operand(self, one: Name) -> _Operand:
        known = resolved(self.names, one, self.text)
        if known.name == TAGS and known.scope == "run":
            hint = "write 'baseline' in tags"
            raise wrong(self.text, one.at, "tags are asked for with `in`", hint=hint)
        if known.scope == "run":
            column, kind = FIELDS[known.name]
            shown = literal("number" if kind == "time" else kind)
            present: Any = case((column.is_not(None), shown), else_=null())
            return _Operand(column, column, present, {kind}, one.name)
        rows = self.values(known)
        kinds = self.names[(str(known.scope), known.name)]
        return _Operand(rows.c.number, rows.c.text, rows.c.type, kinds, one.name)

    def values(self, one: Name) -> FromClause:
        key = (PARAMETER if one.scope == "param" else METRIC, one.name)
        if key not in self.joined:
            rows = run_values.alias(f"v{len(self.joined)}")
            mine = and_(rows.c.run == runs.c.id, rows.c.role == key[0], rows.c.name == key[1])
            self.source = self.source.outerjoin(rows, mine)
            self.joined[key] = rows
        return self.joined[key]

    def order(self, text: str) -> list[ColumnElement[Any]]:
        newest: list[ColumnElement[Any]] = [runs.c.started.desc(), runs.c.id.desc()]
        if not text:
            return newest
        falling = text.startswith("-")
        self.text = text.removeprefix("-")
        operand = self.operand(name_of(self.text))
        keys = (
            [operand.number, operand.text]
            if operand.number is not operand.text
            else [operand.number]
        )
        return [
            *((key.desc() if falling else key.asc()).nulls_last() for key in keys),
            *newest,
        ]


def _compared(
    kind: ColumnElement[Any],
    wanted: str,
    side: ColumnElement[Any],
    operator: str,
    other: ColumnElement[Any],
) -> ColumnElement[bool]:
    """`side OPERATOR other` for values of the wanted kind; unknown where there is no value."""
    of_kind = kind == ("number" if wanted == "time" else wanted)
    order: dict[str, Any] = {
        "==": side == other,
        "!=": side == other,
        "<": side < other,
        "<=": side <= other,
        ">": side > other,
        ">=": side >= other,
    }
    # A nan compares with nothing; nan and values of another type differ from any value.
    holds = func.coalesce(and_(of_kind, order[operator]), false())
    return _known(kind, not_(holds) if operator == "!=" else holds)


def _known(kind: ColumnElement[Any], holds: ColumnElement[bool]) -> ColumnElement[bool]:
    """`holds`, or unknown where a run has no such value: `not` must not turn that into true."""
    return case((kind.is_(None), null()), else_=holds)


def _words(kinds: set[str]) -> str:
    names = {**_KINDS, "json": "a list or table", "null": "None"}
    return " or ".join(names[kind] for kind in sorted(kinds))
