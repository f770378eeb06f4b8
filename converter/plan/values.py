"""Values that can be read off the page: literals and constructor calls of known types.

Nothing of the notebook is executed: an expression is evaluated node by node, from tables.
"""

from __future__ import annotations

import ast
import copy
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from converter.syntax.text import segment

CONSTRUCTORS: dict[str, Callable[..., object]] = {
    "datetime.date": date,
    "datetime.datetime": datetime,
    "datetime.time": time,
    "datetime.timedelta": timedelta,
    "datetime.date.fromisoformat": date.fromisoformat,
    "datetime.datetime.fromisoformat": datetime.fromisoformat,
    "datetime.datetime.strptime": datetime.strptime,
    "decimal.Decimal": Decimal,
    "pathlib.Path": Path,
    "dict": dict,
    "float": float,
}
SECRET_CONSTRUCTOR = "pydantic.SecretStr"

_UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
    ast.Not: operator.not_,
    ast.Invert: operator.invert,
}
_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
_LARGEST_POWER = 64
_LARGEST_BASE = 10**6


class NotConstant(ValueError):
    """The expression's value cannot be known without running the notebook."""


@dataclass(frozen=True)
class Value:
    """A default: `source` is text for the settings module, `value` what it evaluates to."""

    source: str
    value: object
    secret: bool = False
    """The notebook wrapped it in `SecretStr` itself."""


def value_of(node: ast.expr, code: str, aliases: Mapping[str, str]) -> Value | None:
    """The value of `node`, a part of `code`, or None when it is not plainly a constant.

    `aliases` tells what the notebook's imports call things: `{"dt": "datetime"}`.
    """
    if isinstance(node, ast.Call) and qualified(node.func, aliases) == SECRET_CONSTRUCTOR:
        inner = value_of(node.args[0], code, aliases) if len(node.args) == 1 else None
        return Value(inner.source, inner.value, secret=True) if inner else None
    try:
        value = constant(node, aliases)
    except (NotConstant, ArithmeticError, InvalidOperation, TypeError, ValueError):
        return None
    if any(isinstance(part, ast.Call) for part in ast.walk(node)):
        return Value(ast.unparse(_Renamed(aliases).visit(copy.deepcopy(node))), value)
    return Value(segment(code, node), value)


def constant(node: ast.expr, aliases: Mapping[str, str]) -> object:
    """What `node` evaluates to; raises NotConstant where only a run could tell."""
    match node:
        case ast.Constant(value=None | bool() | int() | float() | str() as plain):
            return plain
        case ast.List(elts=parts):
            return [constant(part, aliases) for part in parts]
        case ast.Tuple(elts=parts):
            return tuple(constant(part, aliases) for part in parts)
        case ast.Set(elts=parts):
            return {constant(part, aliases) for part in parts}
        case ast.Dict(keys=keys, values=values) if all(keys):
            named = [constant(key, aliases) for key in keys if key is not None]
            return dict(zip(named, (constant(part, aliases) for part in values), strict=True))
        case ast.UnaryOp(op=op, operand=operand):
            return _UNARY[type(op)](_number(constant(operand, aliases)))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _combined(op, constant(left, aliases), constant(right, aliases))
        case ast.Call(func=func, args=args, keywords=keywords):
            return _constructed(func, args, keywords, aliases)
    raise NotConstant(ast.dump(node))


def qualified(node: ast.expr, aliases: Mapping[str, str]) -> str:
    """The dotted name that `node` stands for, or an empty string."""
    match node:
        case ast.Name(id=name):
            return aliases.get(name, name)
        case ast.Attribute(value=base, attr=attr):
            start = qualified(base, aliases)
            return f"{start}.{attr}" if start else ""
    return ""


def _constructed(
    func: ast.expr,
    args: list[ast.expr],
    keywords: list[ast.keyword],
    aliases: Mapping[str, str],
) -> object:
    name = qualified(func, aliases)
    if name not in CONSTRUCTORS or any(word.arg is None for word in keywords):
        raise NotConstant(name)
    if name == "pathlib.Path" and not args:
        raise NotConstant("Path() is the current folder")
    if name == "dict" and args:
        raise NotConstant("a copy")
    values = [constant(arg, aliases) for arg in args]
    named = {word.arg or "": constant(word.value, aliases) for word in keywords}
    return CONSTRUCTORS[name](*values, **named)


def _combined(op: ast.operator, left: object, right: object) -> object:
    if isinstance(op, ast.Div) and isinstance(left, Path) and isinstance(right, str):
        return left / right
    if isinstance(op, ast.Add) and isinstance(left, str) and isinstance(right, str):
        return left + right
    a, b = _number(left), _number(right)
    if isinstance(op, ast.Pow) and (abs(b) > _LARGEST_POWER or abs(a) > _LARGEST_BASE):
        raise NotConstant("too large a power")
    value: object = _BINARY[type(op)](a, b)
    if isinstance(value, complex):
        raise NotConstant("a complex number")
    return value


def _number(value: object) -> Any:
    if isinstance(value, int | float | timedelta | Decimal):
        return value
    raise NotConstant("not a number")


class _Renamed(ast.NodeTransformer):
    """Constructor calls under the names that the settings module imports."""

    def __init__(self, aliases: Mapping[str, str]) -> None:
        self.aliases = aliases

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        name = qualified(node.func, self.aliases)
        _, _, plain = name.partition(".")
        if name in CONSTRUCTORS and plain:
            node.func = ast.parse(plain, mode="eval").body
        return node
