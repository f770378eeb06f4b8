"""Types from annotation text: a fixed table, nothing of a notebook's text is evaluated."""

from __future__ import annotations

import ast
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, Union

from converter.errors import InternalError

_PLAIN: dict[str, Any] = {
    "Any": Any,
    "Decimal": Decimal,
    "Path": Path,
    "bool": bool,
    "date": date,
    "datetime": datetime,
    "float": float,
    "int": int,
    "str": str,
    "time": time,
    "timedelta": timedelta,
}
_GENERIC: dict[str, Any] = {
    "dict": dict,
    "frozenset": frozenset,
    "list": list,
    "set": set,
    "tuple": tuple,
}


def type_of_text(annotation: str) -> Any:
    """The type that a parameter's annotation says, for pydantic to check values with."""
    return _type(ast.parse(annotation, mode="eval").body)


def words_in(annotation: str) -> frozenset[str]:
    """The names that occur in an annotation: `{"int", "None"}`."""
    tree = ast.parse(annotation, mode="eval")
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    none = any(isinstance(node, ast.Constant) and node.value is None for node in ast.walk(tree))
    return frozenset(names | ({"None"} if none else set()))


def _type(node: ast.expr) -> Any:
    match node:
        case ast.Constant(value=None):
            return None
        case ast.Constant(value=value) if value is ...:
            return ...
        case ast.Name(id="SecretStr"):
            from pydantic import SecretStr

            return SecretStr
        case ast.Name(id=name) if name in _PLAIN or name in _GENERIC:
            return _PLAIN.get(name) or _GENERIC[name]
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return Union[_type(left), _type(right)]  # noqa: UP007  (values, not an annotation)
        case ast.Subscript(value=ast.Name(id="Literal"), slice=index):
            return Literal[tuple(ast.literal_eval(part) for part in _parts(index))]
        case ast.Subscript(value=ast.Name(id=name), slice=index) if name in _GENERIC:
            return _GENERIC[name][tuple(_type(part) for part in _parts(index))]
    raise InternalError(f"no type for the annotation {ast.unparse(node)!r}")


def _parts(index: ast.expr) -> list[ast.expr]:
    return index.elts if isinstance(index, ast.Tuple) else [index]
