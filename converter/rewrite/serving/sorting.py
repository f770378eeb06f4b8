"""What says of each of an estimator's answers which of a few it is: thresholds, bins, tables of names."""

from __future__ import annotations

import ast

from converter.model.dataflow import Statement
from converter.rewrite.serving.around import is_same_for_all
from converter.rewrite.serving.labels import has_edges, is_table_of_names, looks_up_names
from converter.rewrite.serving.parts import along_row
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.dotted import last_name

ORDERS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
# Functions of answers, and methods of them, that sort each answer by what is the same for all rows.
SORTING = frozenset({"cut", "digitize", "where"})
MAPPING = frozenset({"apply", "map"})
ROUNDING = frozenset({"rint", "round"})


def sorts(outer: ast.expr, inner: ast.expr, statement: Statement, tracer: Tracer) -> bool:
    """True for what says of each answer which of a few it is, by what is the same for all rows."""
    match outer:
        case ast.Compare(left=left, ops=[order], comparators=[right]):
            others = [right if left is inner else left]
            known = isinstance(order, ORDERS)
        case ast.Call(func=ast.Attribute(value=owner, attr=name), args=others) if owner is inner:
            known = name in MAPPING or (name == "replace" and is_table_of_names(others))
            known = known or _is_largest(outer, name) or _rounds(name, outer, others)
        case ast.Call(func=function, args=[first, *others]) if first is inner:
            name = last_name(function)
            known = name in SORTING and (name != "cut" or has_edges(outer))
            known = known or _is_largest(outer, name) or _rounds(name, outer, others)
        case ast.ListComp(
            elt=element, generators=[ast.comprehension(target=target, iter=rows, ifs=[])]
        ) if (rows is inner):
            own = {part.id for part in ast.walk(target) if isinstance(part, ast.Name)}
            parts = list(ast.walk(element))
            others = [p for p in parts if isinstance(p, ast.Name) and p.id not in own]
            known = any(isinstance(part, ast.IfExp | ast.Compare) for part in parts)
            known = known or looks_up_names(outer, tracer)
        case _:
            return False
    words = [word.value for word in outer.keywords] if isinstance(outer, ast.Call) else []
    return known and all(is_same_for_all(each, statement, tracer) for each in (*others, *words))


def _is_largest(call: ast.Call, name: str) -> bool:
    """True for `argmax` along each row, and for the order of each row's shares."""
    return name in ("argmax", "argsort") and along_row(call)


def _rounds(name: str, call: ast.Call, others: list[ast.expr]) -> bool:
    """True for rounding to whole numbers, which sorts shares by a half."""
    return name in ROUNDING and not others and not call.keywords
