"""Columns that a list is told to leave out: `[c for c in df.columns if c != "price"]`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from converter.rewrite.serving.parts import along_columns, constant_of, texts_of
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name

if TYPE_CHECKING:
    from converter.rewrite.serving.tracing import Tracer

LEAVING = frozenset({"difference", "drop"})


def left_out_by(index: ast.expr, work: Work) -> frozenset[str]:
    """The columns that a list of columns has not, as far as its making tells by their names."""
    if not isinstance(index, ast.Name):
        return _left_out(index, work)
    before = [s for s in work.tracer.statements if s.order < work.order]
    binders = [s for s in before if index.id in s.binds]
    match binders[-1].node if binders else None:
        case ast.Assign(targets=[ast.Name()], value=value):
            pass
        case _:
            return frozenset()
    found = set(_left_out(value, work))
    for statement in before:
        match statement.node:
            case ast.Expr(
                value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr), args=[given])
            ) if (name == index.id and statement.order > binders[-1].order):
                if attr == "remove" and (text := constant_of(given)):
                    found.add(text)
                else:
                    found -= set(texts_of(given))
    return frozenset(found)


def _left_out(value: ast.expr, work: Work) -> frozenset[str]:
    match value:
        case ast.ListComp(
            elt=ast.Name(id=name),
            generators=[ast.comprehension(target=ast.Name(id=own), ifs=tests)],
        ) if (
            name == own
        ):
            return frozenset(text for test in tests for text in _not_among(test, own, work))
        case ast.Call(func=ast.Attribute(value=inner, attr=attr), args=[given]) if attr in LEAVING:
            named = last_name(inner) == "columns"
            return frozenset(_texts(given, work)) if named else frozenset()
        case ast.Call(func=ast.Attribute(value=inner, attr="tolist" | "to_list")):
            return _left_out(inner, work)
        case ast.Call(func=ast.Name(id="list" | "sorted"), args=[inner]):
            return _left_out(inner, work)
        case ast.BinOp(left=_, op=ast.Sub(), right=right):  # of sets
            return frozenset(_texts(right, work))
    return frozenset()


def _not_among(test: ast.expr, name: str, work: Work) -> list[str]:
    match test:
        case ast.BoolOp(op=ast.And(), values=tests):
            return [text for each in tests for text in _not_among(each, name, work)]
        case ast.Compare(
            left=ast.Name(id=own), ops=[ast.NotEq() | ast.NotIn()], comparators=[other]
        ):
            return _texts(other, work) if own == name else []
    return []


def _texts(node: ast.expr, work: Work) -> list[str]:
    """The texts of a literal, or of a name for one."""
    text = work.tracer.text_of(node)
    if text is not None:
        return [text]
    if isinstance(node, ast.Name):
        values = [s.node for s in work.tracer.statements if node.id in s.binds]
        match values:
            case [ast.Assign(value=ast.List() | ast.Tuple() | ast.Set() as value)]:
                node = value
    if isinstance(node, ast.Call) and node.args:  # `set([...])`
        node = node.args[0]
    literal = isinstance(node, ast.List | ast.Tuple | ast.Set)
    return list(texts_of(node)) if literal else []


def names_columns(call: ast.Call) -> bool:
    """True where a `drop` call leaves out columns, not rows."""
    words = {word.arg for word in call.keywords}
    return along_columns(call) or "columns" in words or None in words


def dropped_by(call: ast.Call, tracer: Tracer) -> frozenset[str]:
    """The columns that a `drop` call names."""
    words = {word.arg: word.value for word in call.keywords}
    first = call.args[0] if call.args and along_columns(call) else words.get("labels")
    named = words.get("columns") or first
    if named is None:
        return frozenset()
    parts = named.elts if isinstance(named, ast.List | ast.Tuple) else [named]
    return frozenset(text for part in parts if (text := tracer.text_of(part)) is not None)
