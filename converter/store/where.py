"""Conditions on runs, from text: `accuracy > 0.9 and alpha < 1`. Parsed, never evaluated.

The grammar is Python's own for expressions, of which a condition may use: `and`, `or`, `not`,
comparisons (also chained), `in`, `is None`, names, numbers, strings, true and false. A name that
is no Python name is written `metric["test/acc"]`.
"""

from __future__ import annotations

import ast
import math
import re
from dataclasses import dataclass
from typing import Literal

from converter.errors import UsageError

LONGEST = 10_000
Scope = Literal["run", "param", "metric"]
_SCOPES: dict[str, Scope] = {
    "run": "run", "param": "param", "parameter": "param", "metric": "metric"
}  # fmt: skip
_WORDS: dict[str, object] = {
    "true": True, "false": False, "null": None, "none": None, "nan": math.nan, "inf": math.inf
}  # fmt: skip
_OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip
_STRINGS = re.compile(r"'[^']*'|\"[^\"]*\"")
_SLIPS = re.compile(r"(?<![=<>!])=(?!=)|&&?|\|\|?|<>|!(?!=)")
"""What people write who think in SQL or C."""


@dataclass(frozen=True)
class Name:
    """A name that a run gives a value; `scope` is None where the condition does not say which."""

    name: str
    scope: Scope | None
    at: int


@dataclass(frozen=True)
class Value:
    """A value that stands in the condition; a tuple for `in`."""

    value: object
    at: int


@dataclass(frozen=True)
class Comparison:
    """Two sides and an operator: `== != < <= > >=`, `in`, `not in`, `is`, `is not`."""

    left: Name | Value
    operator: str
    right: Name | Value
    at: int


@dataclass(frozen=True)
class Both:
    """All parts hold (`and`), or any does (`or`)."""

    operator: Literal["and", "or"]
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Negation:
    """The part does not hold."""

    part: Condition


Condition = Comparison | Both | Negation | Name


def condition_of(text: str) -> Condition:
    """The condition that `text` says. Raises UsageError that points at what is wrong."""
    return _Reader(text).condition()


def name_of(text: str) -> Name:
    """The one name that `text` is, as `--sort` and `--columns` take it."""
    reader = _Reader(text, option="name")
    node = reader.parsed()
    if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
        found = reader.name(node)
        if found is not None:
            return found
    return Name(text, None, 0)


def wrong(
    text: str, at: int, message: str, *, hint: str = "", option: str = "--where"
) -> UsageError:
    """The error that shows `text` with a mark below its place `at`."""
    start = max(0, at - 60)
    shown = text[start : at + 40]
    lines = [f"{option}: {message}", f"    {shown}", f"    {' ' * (at - start)}^"]
    return UsageError("\n".join(lines), hint=hint)


class _Reader:
    """Reads one text."""

    def __init__(self, text: str, option: str = "--where") -> None:
        # One line of plain spaces: places stay what they are.
        self.text = "".join(" " if char.isspace() else char for char in text)
        self.option = option

    def wrong(self, at: int, message: str, hint: str = "") -> UsageError:
        return wrong(self.text, at, message, hint=hint, option=self.option)

    def condition(self) -> Condition:
        if not self.text.strip():
            raise self.wrong(0, "the condition is empty", 'write one, as in "accuracy > 0.9"')
        return self.read(self.parsed())

    def parsed(self) -> ast.expr:
        if len(self.text) > LONGEST:
            raise self.wrong(LONGEST, f"is longer than {LONGEST} characters")
        indent = len(self.text) - len(self.text.lstrip())
        try:
            # A parenthesis lets the expression begin with spaces.
            tree = ast.parse(f"({self.text})", mode="eval")
        except SyntaxError as exc:
            at = min(max((exc.offset or 1) - 2, indent), len(self.text.rstrip()))
            raise self.unreadable(at) from None
        except (RecursionError, MemoryError, ValueError):
            raise self.wrong(indent, "is nested too deeply, or is no text") from None
        return tree.body

    def unreadable(self, at: int) -> UsageError:
        hint = "write it as in \"accuracy > 0.9 and kind == 'rbf'\""
        slip = _SLIPS.search(_STRINGS.sub(lambda found: "_" * len(found[0]), self.text))
        if slip:
            at = slip.start()
            hint = "equal is `==`" if slip[0] == "=" else "write `and`, `or`, `not`, `!=`"
        return self.wrong(at, "cannot be read here", hint)

    def at(self, node: ast.AST) -> int:
        """Where `node` begins in the text: the tree counts bytes, and has one parenthesis more."""
        column = getattr(node, "col_offset", 1)
        return len(f"({self.text}".encode()[:column].decode("utf-8", "ignore")) - 1

    def read(self, node: ast.expr) -> Condition:
        match node:
            case ast.BoolOp(op=op, values=values):
                word: Literal["and", "or"] = "and" if isinstance(op, ast.And) else "or"
                return Both(word, tuple(self.read(value) for value in values))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Negation(self.read(operand))
            case ast.Compare(left=left, ops=operators, comparators=others):
                return self.comparisons([left, *others], operators)
        found = self.name(node)
        if found is None:
            raise self.wrong(
                self.at(node), "is no condition", "compare it with something, as in `alpha > 1`"
            )
        return found

    def comparisons(self, sides: list[ast.expr], operators: list[ast.cmpop]) -> Condition:
        parts = tuple(
            self.comparison(left, operator, right)
            for left, operator, right in zip(sides, operators, sides[1:], strict=False)
        )
        return parts[0] if len(parts) == 1 else Both("and", parts)

    def comparison(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> Comparison:
        one, other = self.side(left), self.side(right)
        found = Comparison(one, _OPERATORS[type(operator)], other, self.at(left))
        if isinstance(one, Value) and isinstance(other, Value):
            raise self.wrong(found.at, "compares two values, and no name")
        listed = isinstance(other, Value) and isinstance(other.value, tuple)
        if isinstance(one, Value) and isinstance(one.value, tuple):
            raise self.wrong(one.at, "a list stands right of `in`")
        if listed and found.operator not in ("in", "not in"):
            raise self.wrong(other.at, "a list stands right of `in`")
        if found.operator in ("in", "not in") and not listed and not isinstance(other, Name):
            raise self.wrong(other.at, "is no list", "write `kind in ('linear', 'rbf')`")
        if found.operator in ("is", "is not") and not (
            isinstance(other, Value) and other.value is None and isinstance(one, Name)
        ):
            raise self.wrong(other.at, "`is` goes with None only", "write `==`")
        return found

    def side(self, node: ast.expr) -> Name | Value:
        value = self.value(node)
        if value is not None:
            return value
        found = self.name(node)
        if found is None:
            raise self.wrong(
                self.at(node),
                "only names and values can be compared",
                "no calls, no arithmetic",
            )
        return found

    def value(self, node: ast.expr) -> Value | None:
        at = self.at(node)
        match node:
            case ast.Constant(value=None | bool() | int() | float() | str() as found):
                return Value(found, at)
            case ast.Name(id=word) if word.lower() in _WORDS:
                return Value(_WORDS[word.lower()], at)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as op, operand=operand):
                inner = self.value(operand)
                if inner is None or type(inner.value) not in (int, float):
                    raise self.wrong(at, "only a number has a sign")
                number = inner.value
                assert isinstance(number, int | float)
                return Value(-number if isinstance(op, ast.USub) else number, at)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                values = [self.value(part) for part in parts]
                if any(one is None or isinstance(one.value, tuple) for one in values):
                    raise self.wrong(at, "a list holds plain values")
                return Value(tuple(one.value for one in values if one), at)
        return None

    def name(self, node: ast.expr) -> Name | None:
        match node:
            case ast.Name(id=name):
                return Name(name, None, self.at(node))
            case ast.Attribute(value=ast.Name(id=scope), attr=name) if scope in _SCOPES:
                return Name(name, _SCOPES[scope], self.at(node))
            case ast.Subscript(
                value=ast.Name(id=scope), slice=ast.Constant(value=str() as name)
            ) if (scope in _SCOPES):
                return Name(name, _SCOPES[scope], self.at(node))
            case ast.Attribute() | ast.Subscript():
                hint = 'write param.NAME, metric.NAME, run.NAME, or metric["any name"]'
                raise self.wrong(self.at(node), "is no name of a run", hint)
        return None
