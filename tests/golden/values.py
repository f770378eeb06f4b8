"""Values of any kind as JSON, so that those of two processes can be compared."""

from __future__ import annotations

import re
import types
from typing import Any

_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")
_MODULE = re.compile(r"__main__\.|\b(?:demo)\.(?:\w+\.)*")


def portrait(value: Any, depth: int = 0) -> Any:
    """What `value` is, as JSON: its type by name and its parts, never where it was defined."""
    kind = type(value).__name__.replace("SList", "list")  # IPython's lines of a shell command
    if depth > 8:
        return [kind, "..."]
    match value:
        case None | bool() | int() | float() | complex() | str() | bytes():
            return [kind, repr(value)]
        case dict():
            items = [[portrait(k, depth + 1), portrait(v, depth + 1)] for k, v in value.items()]
            return [kind, items]
        case set() | frozenset():
            return [kind, sorted((portrait(item, depth + 1) for item in value), key=repr)]
        case list() | tuple():
            return [kind, [portrait(item, depth + 1) for item in value]]
        case types.FunctionType() | types.BuiltinFunctionType() | type():
            return ["callable"]
    if kind == "partial":
        return ["callable"]
    if kind in ("generator", "coroutine", "async_generator", "method"):
        return [kind]  # their text names the function that made them
    return _foreign(value, kind, depth)


def _foreign(value: Any, kind: str, depth: int) -> Any:
    library = type(value).__module__.split(".")[0]
    if library == "numpy" and hasattr(value, "dtype"):
        return [kind, str(value.dtype), list(value.shape), portrait(value.tolist(), depth + 1)]
    if library == "pandas" and kind == "DataFrame":
        kinds = [str(column) for column in value.dtypes]
        return [kind, kinds, portrait(value.to_dict("tight"), depth + 1)]
    if library == "pandas" and kind == "Series":
        return [kind, str(value.dtype), portrait(list(value.items()), depth + 1)]
    if library in ("__main__", "demo") and hasattr(value, "__dict__"):
        return [kind, portrait(vars(value), depth + 1)]
    return [kind, _MODULE.sub("", _ADDRESS.sub("0x", repr(value)))]
