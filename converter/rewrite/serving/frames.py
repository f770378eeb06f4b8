"""What surely is a frame by its text: a list of it is one of its columns' names."""

from __future__ import annotations

import ast

from converter.rewrite.serving.choices import value_of
from converter.rewrite.serving.parts import constant_of
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name

# Methods and functions that give a frame.
GIVING = frozenset("DataFrame get_dummies read_csv read_excel read_parquet select_dtypes".split())
# And of those that give a frame of a frame.
KEEPING = frozenset("astype copy dropna fillna head reset_index sample sort_values".split())


def is_frame(node: ast.expr, work: Work, before: int) -> bool:
    """True for what has columns with names, whatever rows it has."""
    match node:
        case ast.Subscript(slice=ast.List()):
            return True
        case ast.Call(func=ast.Attribute(attr="drop"), args=arguments, keywords=words):
            given = {word.arg for word in words}
            named = len(arguments) > 1 and constant_of(arguments[0]) is not None
            return named or bool(given & {"axis", "columns"})
        case ast.Call(func=ast.Attribute(value=owner, attr=method)) if method in KEEPING:
            return is_frame(owner, work, before)
        case ast.Call(func=function):
            return last_name(function) in GIVING
        case ast.Name(id=name):
            bound, order = value_of(name, work, before)
            return bound is not None and is_frame(bound, work, order)
    return False
