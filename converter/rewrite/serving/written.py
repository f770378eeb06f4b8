"""Names for groups that a notebook writes down in a column: `names = pd.Series(["low", "high"])`, `names[0]`."""

from __future__ import annotations

import ast

from converter.rewrite.serving.choices import value_of
from converter.rewrite.serving.parts import is_written
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name


def is_one_of_a_list(node: ast.Subscript, work: Work) -> bool:
    """True for the element at a literal place of one column that is written down: it is no row."""
    match node:
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=place)):
            value, _ = value_of(name, work, work.order)
        case _:
            return False
    match value:
        case ast.Call(func=function, args=[ast.List() | ast.Tuple() as listed]):
            written = all(map(is_written, listed.elts))
            return written and type(place) is int and last_name(function) in ("Series", "array")
    return False
