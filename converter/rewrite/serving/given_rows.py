"""Rows that estimators are given, where nothing tells what brought them in: `X, y = waves.draw(200)`.

They begin where the way back from a fit or a question ends: at a value that is made of no other rows.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from converter.model.dataflow import Statement
from converter.rewrite.serving import rowwise
from converter.rewrite.serving.ask import METHODS, TOLD, rows_asked
from converter.rewrite.serving.chain import Refused
from converter.rewrite.serving.drawn import draws
from converter.rewrite.serving.holders import HOLDERS
from converter.rewrite.serving.parts import constant_of
from converter.rewrite.serving.splits import parts_of_split
from converter.rewrite.serving.targets import TARGET_FIRST
from converter.syntax.dotted import last_name, root_name

if TYPE_CHECKING:
    from converter.rewrite.serving.tracing import Tracer

GIVEN = frozenset({*METHODS, *TOLD, "fit_transform", "partial_fit", "transform"})
PASSING = rowwise.BY_ROW | rowwise.FILTERS | {"drop", "T"}
# What only frames do: a column of such is a field of a row, and not all that there is.
OF_FRAMES = frozenset("""
    columns describe drop dropna dtypes fillna groupby head iloc info isna isnull loc rename
    sample tail
    """.split())
WRITTEN = (ast.List, ast.ListComp, ast.Dict, ast.DictComp, ast.Constant)
BLOCKS = (ast.If, ast.Try, ast.With)


class Given:
    """Knows where rows begin that estimators are given: by statement, and the text or name there."""

    def __init__(self, statements: Sequence[Statement], static: frozenset[str]) -> None:
        self._statements, self._static = statements, static
        self._begun: set[tuple[int, str]] = set()
        self._met: set[tuple[str, int]] = set()
        self._frames = {name for each in statements for name in _frames_in(each.node)}
        for each in statements:
            for rows in _given_in(each.node):
                self._follow(rows, each.order)

    def begin(self, order: int, text: str) -> bool:
        """True where rows begin at that text in the statement `order`, or at that name which it binds."""
        return (order, text) in self._begun

    def _follow(self, node: ast.expr, order: int) -> None:
        match node:
            case ast.Name(id=name):
                self._follow_name(name, order)
            case ast.Subscript(value=ast.Name(id=name), slice=index) if constant_of(index):
                self._follow_column(name, node, order)
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if (
                attr not in rowwise.ROW_ATTRIBUTES and name not in self._static
            ):
                self._follow_column(name, node, order)
            case ast.Attribute(
                value=ast.Call() as call, attr=attr
            ) if attr not in rowwise.ROW_ATTRIBUTES and not self._passed(call):
                self._begun.add((order, ast.unparse(node)))
            case ast.Subscript(value=inner) | ast.Attribute(value=inner):
                self._follow(inner, order)
            case ast.BinOp(left=left, right=right):
                self._follow(left, order)
                self._follow(right, order)
            case ast.Call():
                passed = self._passed(node)
                for each in passed:
                    self._follow(each, order)
                if not passed and not last_name(node.func)[:1].isupper():  # an object of a class
                    self._begun.add((order, ast.unparse(node)))

    def _follow_column(self, name: str, node: ast.expr, order: int) -> None:
        """Nothing; of a frame one column is followed, of what else has parts the part begins the rows."""
        if name in self._frames:
            self._follow_name(name, order)
        else:
            self._begun.add((order, ast.unparse(node)))

    def _passed(self, call: ast.Call) -> list[ast.expr]:
        """The rows that a call makes its own of; empty where it is not known to be given any."""
        name = last_name(call.func)
        match call.func:
            case ast.Attribute(value=owner) if root_name(owner) not in self._static:
                if name in GIVEN:
                    rows = rows_asked(call)
                    return [rows] if rows is not None else []
                return [owner] if name in PASSING else []
        if name in rowwise.FUNCTIONS | HOLDERS and name not in ("concat", "hstack"):
            return [each for each in call.args[:1] if not isinstance(each, WRITTEN)]
        return []

    def _follow_name(self, name: str, order: int) -> None:
        binder = next(
            (s for s in reversed(self._statements) if s.order < order and name in s.binds), None
        )
        if binder is None or (name, binder.order) in self._met:
            return
        self._met.add((name, binder.order))
        match binder.node:
            case ast.Assign(targets=[ast.Name()], value=value) | ast.AnnAssign(
                value=ast.expr() as value
            ):
                self._follow(value, binder.order)
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                for target, value in zip(targets, values, strict=False):
                    if isinstance(target, ast.Name) and target.id == name:
                        self._follow(value, binder.order)
            case ast.Assign(
                targets=[ast.Tuple(elts=targets)], value=ast.Call() as call
            ) if parts_of_split(call, len(targets), self._statements):
                for each in call.args:
                    self._follow(each, binder.order)
            case ast.Assign(targets=[ast.Tuple()], value=ast.Call() | ast.Name()):
                self._begun.add((binder.order, name))
            case node if isinstance(node, BLOCKS):
                self._begun.add((binder.order, name))


def _given_in(node: ast.AST) -> Iterator[ast.expr]:
    """What estimators are given in a statement: to learn from, or asked about."""
    for part in ast.walk(node):
        match part:
            case ast.Call(func=ast.Attribute(attr=method)) if method in GIVEN:
                if (rows := rows_asked(part)) is not None:
                    yield rows
            case ast.Call(func=function, args=[_, rows, *_]) if last_name(function) in TARGET_FIRST:
                yield rows
            case ast.Call(func=function, args=[rows, *_]) if last_name(function) in HOLDERS:
                yield rows


def _frames_in(node: ast.AST) -> Iterator[str]:
    """Names that are used as frames are: columns are listed or set by name."""
    for part in ast.walk(node):
        match part:
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if attr in OF_FRAMES:
                yield name
            case ast.Subscript(value=ast.Name(id=name), slice=ast.List()):
                yield name
            case ast.Subscript(value=ast.Name(id=name), slice=index, ctx=ast.Store()):
                if constant_of(index):
                    yield name


def begins_given(text: str, node: ast.AST, order: int, tracer: Tracer) -> bool:
    """True where a statement makes rows that estimators are given. Raises Refused where it does of others."""
    if not tracer.given_rows.begin(order, text) or _is_of_each(node, tracer):
        return False
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    bound = {name for each in tracer.statements if each.order < order for name in each.binds}
    for name in sorted((names & bound) - tracer.static - tracer.given):
        if tracer.kind_before(name, order) == "rows":
            raise Refused(f"how it is made of the rows of '{name}' cannot be told", order)
    return True


def _is_of_each(node: ast.AST, tracer: Tracer) -> bool:
    """True for what is computed of each of several values, which would be the rows; draws are not."""
    iterated = {
        name.id
        for part in ast.walk(node)
        if isinstance(part, ast.comprehension)
        for name in ast.walk(part.iter)
        if isinstance(name, ast.Name)
    }
    return bool(iterated - tracer.static) and not draws(tracer, node)
