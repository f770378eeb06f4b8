"""Expressions of answers, read once or several times, that have one value for each: `np.where(p < 0, 0, p)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from converter.model.dataflow import Statement
from converter.rewrite.serving.around import is_same_for_all
from converter.rewrite.serving.ask import ASKED
from converter.rewrite.serving.asked_rows import along_rows, is_of_row, is_question
from converter.rewrite.serving.each_answer import BACK, BACK_AND_KEPT, EACH, OPERATORS
from converter.rewrite.serving.own_calls import is_of_each
from converter.rewrite.serving.parts import along_row, by_axis
from converter.rewrite.serving.sorting import ORDERS
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.dotted import last_name

LOGICAL = (ast.BitAnd, ast.BitOr, ast.Mod)
# Functions and methods of several arrays that take one value of each.
OF_SEVERAL = frozenset("fmax fmin logical_and logical_or maximum minimum multiply where".split())
ASKING = frozenset("isfinite isinf isna isnan isnull notna notnull".split())
METHODS = ASKING | frozenset(
    "add between div eq fillna ge gt isin le lt mask mul ne replace sub where".split()
)
# What is computed of all answers, which training keeps.
STATISTICS = frozenset("amax amin max mean median min percentile ptp quantile std var".split())
# What is computed of each row of a table of answers.
ALONG = frozenset("argmax argmin argsort max mean median min prod sort std sum var".split())
LIKE = frozenset({"full_like", "ones_like", "zeros_like"})


def is_statistic(call: ast.Call, reads: frozenset[int]) -> bool:
    """True for what is computed of all answers: `p.min()`, `np.percentile(p, 95)`."""
    if any(word.arg == "axis" for word in call.keywords) or by_axis(call):
        return False
    match call:
        case ast.Call(func=ast.Attribute(value=owner, attr=name)) if id(owner) in reads:
            return name in STATISTICS
        case ast.Call(func=function, args=[first, *_]) if id(first) in reads:
            return last_name(function) in STATISTICS
    return False


def _expressions(node: ast.expr) -> Iterator[ast.expr]:
    return (part for part in ast.walk(node) if isinstance(part, ast.expr))


def _are_all(rows: ast.expr) -> bool:
    return isinstance(rows, ast.Slice) and rows.lower is rows.upper is rows.step is None


@dataclass(frozen=True)
class PerAnswer:
    """What expressions of a statement make of the answers that its parts with these identities are."""

    reads: frozenset[int]
    statement: Statement
    tracer: Tracer
    rows: str = ""

    def rows_in(self, value: ast.expr) -> Iterator[tuple[ast.expr, str]]:
        """The frames of which an expression reads columns as the rows have them that were asked about, and what other
        questions are about."""
        for part in ast.walk(value):
            match part:
                case ast.Call(args=[frame]) if self._is_question(part):
                    yield frame, ASKED
                case ast.Subscript(value=frame) if id(part) not in self.reads and self._is_of_row(
                    part
                ):
                    yield frame, ASKED
                case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Attribute(value=frame)))):
                    if along_rows(part, self.rows):
                        yield frame, ASKED

    def _is_of_row(self, node: ast.expr) -> bool:
        return is_of_row(node, self.rows, self.statement, self.tracer)

    def _is_question(self, node: ast.AST) -> bool:
        return id(node) not in self.reads and is_question(
            node, self.rows, self.statement, self.tracer
        )

    def is_made(self, node: ast.expr) -> bool:
        """True where the expression has one value for each of the answers, and nothing else of the rows in it."""
        return self._reads(node) and self._is_each(node)

    def is_test(self, node: ast.expr) -> bool:
        """True where that is yes or no."""
        match node:
            case ast.Compare():
                return self._is_each(node) and not self.is_same(node)
            case ast.BinOp(left=left, op=ast.BitAnd() | ast.BitOr(), right=right):
                return self.is_test(left) and self.is_test(right)
            case ast.UnaryOp(op=ast.Invert(), operand=inner):
                return self.is_test(inner)
            case ast.Call(func=function):
                return last_name(function) in ASKING and self.is_made(node)
        return False

    def takes_back(self, node: ast.expr) -> bool:
        """True where a function in the expression takes a transformation of the answers back."""
        taken = BACK | {BACK_AND_KEPT}
        return any(
            isinstance(part, ast.Call) and last_name(part.func) in taken and self._reads(part)
            for part in ast.walk(node)
        )

    def is_same(self, node: ast.expr) -> bool:
        """True for what does not depend on rows."""
        return is_same_for_all(node, self.statement, self.tracer)

    def _reads(self, node: ast.AST) -> bool:
        return any(id(part) in self.reads or self._is_question(part) for part in ast.walk(node))

    def _is_each(self, node: ast.expr) -> bool:
        if id(node) in self.reads or self._is_question(node):
            return True
        if isinstance(node, ast.Call) and is_statistic(node, self.reads):
            return True
        if self._is_of_row(node):
            return True
        if isinstance(node, ast.Call) and along_rows(node, self.rows) and self._reads(node):
            beside = [
                word.value for part in ast.walk(node.func) for word in getattr(part, "keywords", [])
            ]
            return self.is_same(node.args[0]) and all(map(self._is_each_row, beside))
        if not self._reads(node) and not any(map(self._is_of_row, _expressions(node))):
            return self.is_same(node)
        match node:
            case ast.BinOp(left=left, right=right, op=op):
                known = isinstance(op, (*OPERATORS, *LOGICAL))
                return known and self._is_each(left) and self._is_each(right)
            case ast.UnaryOp(operand=inner):
                return not isinstance(node.op, ast.Not) and self._is_each(inner)
            case ast.Compare(left=left, ops=orders, comparators=others):
                known = len(orders) == 1 and isinstance(orders[0], ORDERS)
                return known and all(map(self._is_each, (left, *others)))
            case ast.Attribute(value=inner, attr="values"):
                return self._is_each(inner)
            case ast.Subscript(value=inner, slice=ast.Tuple(elts=[rows, place])):
                return _are_all(rows) and self._is_each(inner) and self._is_place(place)
            case ast.ListComp(elt=element, generators=[only]):
                return self._is_of_one(element, only)
            case ast.Call():
                return self._is_call(node)
        return False

    def _is_each_of(self, node: ast.expr, reads: frozenset[int]) -> bool:
        """The same of other parts, of lines of a function."""
        return PerAnswer(reads, self.statement, self.tracer)._is_each(node)

    def _is_place(self, place: ast.expr) -> bool:
        """True for the place of one column of a table of answers."""
        return not isinstance(place, ast.Tuple | ast.List | ast.Slice) and self.is_same(place)

    def _is_of_one(self, element: ast.expr, loop: ast.comprehension) -> bool:
        """True for `[f(one) for one in answers]`, whatever is made of one, and of several by `zip`."""
        given = [loop.iter]
        match loop:
            case ast.comprehension(target=ast.Name(), ifs=[], is_async=0):
                pass
            case ast.comprehension(
                target=ast.Tuple(elts=names),
                iter=ast.Call(func=ast.Name(id="zip"), args=given, keywords=[]),
                ifs=[],
                is_async=0,
            ) if len(names) == len(given):
                if not all(isinstance(each, ast.Name) for each in names):
                    return False
            case _:
                return False
        own = {part.id for part in ast.walk(loop.target) if isinstance(part, ast.Name)}
        others = (p for p in ast.walk(element) if isinstance(p, ast.Name) and p.id not in own)
        plain = not self._reads(element) and all(map(self.is_same, others))
        return plain and all(map(self._is_each_row, given))

    def _is_each_row(self, node: ast.expr) -> bool:
        """True for what has a value for each answer, as against one for all."""
        read = self._reads(node) or any(map(self._is_of_row, _expressions(node)))
        return read and self._is_each(node)

    def _is_call(self, call: ast.Call) -> bool:
        words = [word.value for word in call.keywords]
        if any(map(self._reads, words)):
            return False
        name = last_name(call.func)
        if name == "Series":
            words = [word.value for word in call.keywords if word.arg != "index"]
        known = all(map(self.is_same, words))
        match call:
            case ast.Call(
                func=ast.Name(id="list"),
                args=[ast.Call(func=ast.Name(id="map"), args=[function, given])],
            ):
                return (
                    not self._reads(function) and self._is_each(function) and self._is_each(given)
                )
            case ast.Call(
                func=ast.Call(func=vectorize, args=[function], keywords=[]), args=[given]
            ) if (last_name(vectorize) == "vectorize"):
                return (
                    not self._reads(function) and self._is_each(function) and self._is_each(given)
                )
            case ast.Call(func=ast.Name(id="list"), args=[given]):
                return known and self._is_each(given)
            case ast.Call(func=ast.Attribute(value=owner)) if self._reads(owner):
                return known and self._is_method(call, owner)
        if self._reads(call.func) or not self._is_each(call.func):
            return False
        if is_of_each(call, self.reads, self.tracer, self._is_each_of):
            return True
        if name == "select":
            return known and self._is_select(call.args)
        if name in ALONG and isinstance(call.func, ast.Attribute) and along_row(call):
            return self._is_each(call.args[0])
        if name == "where" and len(call.args) != 3:
            return False
        if name in {"reshape", "softmax", "squeeze"} | (LIKE if len(call.args) > 2 else set()):
            return False
        of_each = name in OF_SEVERAL | ASKING | LIKE | EACH | BACK | {BACK_AND_KEPT, "Series"}
        return known and of_each and all(map(self._is_each, call.args))

    def _is_method(self, call: ast.Call, owner: ast.expr) -> bool:
        name, arguments = last_name(call.func), call.args
        if not self._is_each(owner) or name in {"reshape", "softmax", "squeeze"}:
            return False
        if name in ALONG and along_row(call):
            return True
        if name in {"apply", "map"}:
            return (
                len(arguments) == 1
                and not self._reads(arguments[0])
                and self._is_each(arguments[0])
            )
        return name in METHODS | EACH | BACK and all(map(self._is_each, arguments))

    def _is_select(self, arguments: Sequence[ast.expr]) -> bool:
        parts = [
            part
            for each in arguments
            for part in (each.elts if isinstance(each, ast.List) else [each])
        ]
        return all(map(self._is_each, parts))
