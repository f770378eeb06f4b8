"""The scale of an estimator's answers: one that learned `np.log1p(price)` answers logarithms."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from converter.model.dataflow import Statement
from converter.rewrite.serving.each_answer import BACK, BACK_AND_KEPT
from converter.rewrite.serving.targets import given_as_target
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed

# Functions that give a target another scale.
SCALES = frozenset("boxcox cbrt log log10 log1p log2 sqrt yeojohnson".split())
POWERS = frozenset({"float_power", "pow", "power"})
APPLYING = frozenset({"apply", "map", "transform"})


def scale_of(estimator: str, answer: str, statements: Sequence[Statement]) -> str:
    """The text that made the target which `estimator` learned, if `answer` leaves its scale; or ""."""
    read = set(_read_in(answer))
    for each in statements:
        if isinstance(each.node, ast.FunctionDef) and each.node.name in read:
            read |= set(_read_in(each.text))
    if read & {*BACK, BACK_AND_KEPT, *POWERS} or "**" in answer:
        return ""
    for statement in statements:
        for value, order in given_as_target(estimator, statement, tuple(statements)):
            for made in (value, *_set_as(value, order, statements)):
                if _is_scaled(made):
                    return ast.unparse(made)
    return ""


def _read_in(text: str) -> Iterator[str]:
    """The names and attributes that a text reads."""
    return (last_name(p) for p in ast.walk(parsed(text)) if isinstance(p, ast.Name | ast.Attribute))


def _is_scaled(value: ast.expr) -> bool:
    """True for an expression that has another scale than what it is made of."""
    match value:
        case ast.Call(func=ast.Attribute(attr=name), args=[function, *_]) if name in APPLYING:
            return last_name(function) in SCALES
        case ast.Call(func=function):
            return last_name(function) in SCALES
        case _:
            return False


def _set_as(value: ast.expr, order: int, statements: Sequence[Statement]) -> Iterator[ast.expr]:
    """What the column that `value` reads was set to last before the statement `order`."""
    match value:
        case ast.Subscript(slice=ast.Constant(value=str(column))) | ast.Attribute(attr=column):
            pass
        case _:
            return
    found = []
    for each in statements:
        if each.order < order:
            match each.node:
                case ast.Assign(
                    targets=[ast.Subscript(slice=ast.Constant(value=name))], value=made
                ) if (name == column):
                    found.append(made)
    yield from found[-1:]
