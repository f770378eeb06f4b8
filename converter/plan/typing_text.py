"""The types of parameters, as text: from the notebook's annotations, or from the values."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import PurePath

from converter.plan.values import qualified

IMPORTS = {
    "Any": "from typing import Any",
    "Decimal": "from decimal import Decimal",
    "Literal": "from typing import Literal",
    "Path": "from pathlib import Path",
    "SecretStr": "from pydantic import SecretStr",
    "date": "from datetime import date",
    "datetime": "from datetime import datetime",
    "time": "from datetime import time",
    "timedelta": "from datetime import timedelta",
}

# What an annotation may name, by its full name, and what the settings module calls it.
PLAIN = {
    "bool": "bool",
    "int": "int",
    "float": "float",
    "str": "str",
    "typing.Any": "Any",
    "object": "Any",
    "datetime.date": "date",
    "datetime.datetime": "datetime",
    "datetime.time": "time",
    "datetime.timedelta": "timedelta",
    "decimal.Decimal": "Decimal",
    "pathlib.Path": "Path",
    "pathlib.PurePath": "Path",
    "pydantic.SecretStr": "SecretStr",
    "SecretStr": "SecretStr",
}
GENERIC = {
    "list": "list",
    "dict": "dict",
    "tuple": "tuple",
    "set": "set",
    "frozenset": "frozenset",
    "typing.List": "list",
    "typing.Dict": "dict",
    "typing.Tuple": "tuple",
    "typing.Set": "set",
    "typing.FrozenSet": "frozenset",
    "typing.Sequence": "list",
    "typing.Iterable": "list",
    "typing.Mapping": "dict",
    "collections.abc.Sequence": "list",
    "collections.abc.Iterable": "list",
    "collections.abc.Mapping": "dict",
}
_BARE = {
    "list": "list[Any]",
    "dict": "dict[str, Any]",
    "tuple": "tuple[Any, ...]",
    "set": "set[Any]",
    "frozenset": "frozenset[Any]",
}
_TRANSPARENT = {"typing.Annotated", "typing.Final", "typing.ClassVar"}

_SCALARS: dict[str, tuple[type, ...]] = {
    "bool": (bool,),
    "int": (int,),
    "float": (float, int),
    "str": (str,),
    "date": (date,),
    "datetime": (datetime,),
    "time": (time,),
    "timedelta": (timedelta,),
    "Decimal": (Decimal,),
    "Path": (PurePath,),
    "SecretStr": (str,),
}
_CONTAINERS: dict[str, tuple[type, ...]] = {
    "list": (list,),
    "dict": (dict,),
    "tuple": (tuple,),
    "set": (set,),
    "frozenset": (frozenset,),
}


def imports_for(*texts: str | None) -> tuple[str, ...]:
    """The import lines that annotations and defaults need, sorted."""
    words = {word for text in texts if text for word in _names(text)}
    return tuple(sorted(IMPORTS[word] for word in words if word in IMPORTS))


def type_of(value: object) -> str:
    """The type of a value as an annotation: `list[str]`, `date`, `Any | None`."""
    match value:
        case None:
            return "Any | None"
        case bool() | int() | float() | str():
            return type(value).__name__
        case datetime() | date() | time() | timedelta() | Decimal():
            return type(value).__name__
        case PurePath():
            return "Path"
        case list():
            return f"list[{_common(value)}]"
        case set():
            return f"set[{_common(sorted(value, key=repr))}]"
        case tuple():
            return f"tuple[{_common(value)}, ...]" if value else "tuple[Any, ...]"
        case dict() if value:
            return f"dict[{_common(value)}, {_common(value.values())}]"
        case dict():
            return "dict[str, Any]"
    return "Any"


def type_text(node: ast.expr, aliases: Mapping[str, str]) -> str | None:
    """The annotation as the settings module writes it; None where it could not be imported.

    `Final` without a type gives an empty string: the value decides.
    """
    match node:
        case ast.Constant(value=None):
            return "None"
        case ast.Constant(value=str() as text):
            return _parsed(text, aliases)
        case ast.Name() | ast.Attribute():
            name = qualified(node, aliases)
            if name in _TRANSPARENT:
                return ""
            generic = GENERIC.get(name)
            return _BARE[generic] if generic else PLAIN.get(name)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _union([left, right], aliases)
        case ast.Subscript(value=base, slice=index):
            return _subscripted(qualified(base, aliases), index, aliases)
    return None


def accepts(annotation: str, value: object) -> bool:
    """True when a value of this annotation may be `value`."""
    return _accepts(ast.parse(annotation, mode="eval").body, value)


def _accepts(node: ast.expr, value: object) -> bool:
    match node:
        case ast.Constant(value=None):
            return value is None
        case ast.BinOp(left=left, right=right):
            return _accepts(left, value) or _accepts(right, value)
        case ast.Name(id="Any"):
            return True
        case ast.Name(id=name):
            if isinstance(value, bool) and name != "bool":
                return False
            if isinstance(value, datetime) and name == "date":
                return False
            return isinstance(value, _SCALARS.get(name, ()))
        case ast.Subscript(value=ast.Name(id="Literal"), slice=index):
            return any(
                value == choice and type(value) is type(choice) for choice in _choices(index)
            )
        case ast.Subscript(value=ast.Name(id=name), slice=index):
            return isinstance(value, _CONTAINERS.get(name, ())) and _holds(name, index, value)
    return False


def _holds(name: str, index: ast.expr, value: object) -> bool:
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    if isinstance(value, dict):
        key, item = parts if len(parts) == 2 else (parts[0], parts[0])
        return all(_accepts(key, k) and _accepts(item, v) for k, v in value.items())
    assert isinstance(value, list | tuple | set | frozenset)
    if name == "tuple" and not (isinstance(parts[-1], ast.Constant) and parts[-1].value is ...):
        return len(parts) == len(value) and all(map(_accepts, parts, value))
    return all(_accepts(parts[0], item) for item in value)


def _choices(index: ast.expr) -> list[object]:
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    return [part.value for part in parts if isinstance(part, ast.Constant)]


def _parsed(text: str, aliases: Mapping[str, str]) -> str | None:
    try:
        return type_text(ast.parse(text.strip(), mode="eval").body, aliases)
    except SyntaxError:
        return None


def _subscripted(name: str, index: ast.expr, aliases: Mapping[str, str]) -> str | None:
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    if name == "typing.Literal":
        plain = all(
            isinstance(part, ast.Constant) and isinstance(part.value, str | int | bool)
            for part in parts
        )
        return f"Literal[{', '.join(map(ast.unparse, parts))}]" if plain else None
    if name in _TRANSPARENT:
        return type_text(parts[0], aliases)
    if name == "typing.Optional":
        return _union([*parts, ast.Constant(None)], aliases)
    if name == "typing.Union":
        return _union(parts, aliases)
    if name not in GENERIC:
        return None
    inner = [
        "..." if isinstance(part, ast.Constant) and part.value is ... else type_text(part, aliases)
        for part in parts
    ]
    if not all(inner):
        return None
    return f"{GENERIC[name]}[{', '.join(part for part in inner if part)}]"


def _union(parts: list[ast.expr], aliases: Mapping[str, str]) -> str | None:
    texts = [type_text(part, aliases) for part in parts]
    if not all(texts):
        return None
    return " | ".join(dict.fromkeys(text for text in texts if text))


def _common(values: object) -> str:
    """One annotation for all `values`: the common type, a number, or `Any`."""
    assert hasattr(values, "__iter__")
    kinds = sorted({type_of(value) for value in values if value is not None})
    none = any(value is None for value in values)
    if kinds == ["float", "int"]:
        kinds = ["int | float"]
    if len(kinds) != 1:
        return "Any"
    return f"{kinds[0]} | None" if none else kinds[0]


def _names(text: str) -> set[str]:
    """Names used in a piece of source, not those inside its strings."""
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError:
        return set(re.findall(r"[A-Za-z_]\w*", text))
    return {part.id for part in ast.walk(tree) if isinstance(part, ast.Name)}
