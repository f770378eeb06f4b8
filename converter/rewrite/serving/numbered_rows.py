"""Whether the labels of a frame's rows are their places: after it was read, or numbered anew, and no rows were left out."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from converter.model.dataflow import Statement
from converter.rewrite.serving import rowwise
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed

# What keeps the rows of a frame, and their labels.
KEEPING = frozenset("apply assign astype copy drop fillna map rename replace round str".split())
# What is a list or an array, whose elements have no labels.
LISTING = frozenset("array asarray list sorted to_list to_numpy tolist".split())
CHOOSING = (rowwise.FILTERS | {"drop", "set_index"}) - {"reset_index"}


def parsed_value(text: str) -> ast.expr:
    """The expression of a text."""
    statement = parsed(text).body[0]
    assert isinstance(statement, ast.Expr)
    return statement.value


def is_numbered(value: ast.expr, before: Sequence[Statement]) -> bool:
    """True for what surely has the numbers from 0 as labels, or no labels at all."""
    match value:
        case ast.Name(id=name):
            return _is_numbered_by_name(name, before)
        case ast.List() | ast.ListComp() | ast.Tuple():
            return True
        case ast.Attribute(value=owner):
            return value.attr == "values" or is_numbered(owner, before)
        case ast.Subscript(value=owner, slice=ast.Constant(value=str()) | ast.List()):
            return is_numbered(owner, before)
        case ast.Call(func=function, args=arguments, keywords=words):
            name = last_name(function)
            if name == "drop" and not any(word.arg in ("axis", "columns") for word in words):
                return len(arguments) > 1 and is_numbered(_owner(function), before)
            if name in KEEPING and isinstance(function, ast.Attribute):
                return is_numbered(function.value, before)
            indexed = any(word.arg in ("index", "index_col") for word in words)
            made = name in LISTING or name == "reset_index" or name.startswith("read_")
            return not indexed and (made or name == "DataFrame")
    return False


def _owner(function: ast.expr) -> ast.expr:
    return function.value if isinstance(function, ast.Attribute) else function


def _is_numbered_by_name(name: str, before: Sequence[Statement]) -> bool:
    for place, each in reversed(list(enumerate(before))):
        match each.node:
            case ast.Expr(
                value=ast.Call(func=ast.Attribute(value=ast.Name(id=own), attr=method)) as call
            ) if own == name and any(word.arg == "inplace" for word in call.keywords):
                columns = any(word.arg in ("axis", "columns") for word in call.keywords)
                if method == "reset_index":
                    return True
                if method in CHOOSING and not (method == "drop" and columns):
                    return False
            case ast.Assign(targets=[ast.Name(id=own)], value=value) if own == name:
                return is_numbered(value, before[:place])
            case _ if name in each.binds:
                return False
    return False
