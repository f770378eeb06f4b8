"""Expressions of answers, read once or several times, that have one value for each: `np.where(p < 0, 0, p)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from converter.model.dataflow import Statement
from converter.rewrite.serving.amended import amends
from converter.rewrite.serving.around import is_same_for_all, parents_of, texts_around
from converter.rewrite.serving.ask import AGAIN, ASKED
from converter.rewrite.serving.asked_rows import along_rows, is_of_row
from converter.rewrite.serving.drawn import may_draw
from converter.rewrite.serving.each_answer import BACK, BACK_AND_KEPT, EACH, OPERATORS
from converter.rewrite.serving.kept_answers import as_series
from converter.rewrite.serving.own_calls import is_of_each
from converter.rewrite.serving.parts import constant_or_base, is_plain
from converter.rewrite.serving.sorting import ORDERS
from converter.rewrite.serving.tracing import Tracer
from converter.rewrite.serving.work import Work
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
LIKE = frozenset({"full_like", "ones_like", "zeros_like"})
MOST = 8
"""Readings of the answers in one expression that is still read easily enough to be served."""


@dataclass(frozen=True)
class Made:
    """An expression of answers: the texts before and after where they are read first, with `AGAIN` for each
    further reading, and whether a transformation is taken back in it."""

    value: ast.expr
    before: str
    after: str
    back: bool

    def of(self, before: str, after: str) -> tuple[str, str]:
        """The texts around answers that were kept with these texts around them."""
        return composed(self.before, self.after, before, after)


def composed(before: str, after: str, inner: str, end: str) -> tuple[str, str]:
    """The texts around answers in an expression of what has the texts `inner` and `end` around them."""
    kept = f"{inner}{AGAIN}{end}"
    return before.replace(AGAIN, kept) + inner, end + after.replace(AGAIN, kept)


def made_of(
    value: ast.expr,
    reads: Sequence[ast.expr],
    statement: Statement,
    tracer: Tracer,
    *,
    amended: bool = False,
    rows: str = "",
) -> Made | None:
    """What an expression of a statement's own tree makes of its `reads`, which are the same answers; or None.

    If that is to be answers that are `amended`, not what is said of them. It may read columns of the `rows` that
    were asked about.
    """
    read = frozenset(map(id, reads))
    of_all = list(_statistics(value, read))
    inside = {id(part) for each in of_all for part in ast.walk(each)}
    reads = [part for part in reads if id(part) not in inside]
    reads.sort(key=lambda part: (part.lineno, part.col_offset))
    each = PerAnswer(read, statement, tracer, rows)
    if not 0 < len(reads) <= MOST or not each.is_made(value):
        return None
    if may_draw(tracer, value) or (amended and not amends(value, each.reads)):
        return None
    parents = parents_of(ast.Expr(value))  # so that each part has one
    around = [as_series(part, parents, ("", ""), tracer) for part in reads]
    if None in around:
        return None
    (begun, ended), *further = (each or ("", "") for each in around)
    said = [(part, f"{b}{AGAIN}{e}") for part, (b, e) in zip(reads[1:], further, strict=True)]
    said += [(word.value, "None") for word in _indexes(value, each)]
    said += [(part, _kept(part, statement, tracer)) for part in of_all]
    said += each.rows_in(value)
    before, after = texts_around(reads[0], value, statement, tracer, again=sorted(said, key=_place))
    after = after.replace(", index=None", "")
    return Made(value, before + begun, ended + after, each.takes_back(value))


def _statistics(value: ast.expr, reads: frozenset[int]) -> Iterator[ast.Call]:
    """What an expression computes of all answers: `p.min()`, `np.percentile(p, 95)`."""
    for part in ast.walk(value):
        if isinstance(part, ast.Call) and _is_statistic(part, reads):
            yield part


def _is_statistic(call: ast.Call, reads: frozenset[int]) -> bool:
    if any(word.arg == "axis" for word in call.keywords):
        return False
    match call:
        case ast.Call(func=ast.Attribute(value=owner, attr=name)) if id(owner) in reads:
            return name in STATISTICS
        case ast.Call(func=function, args=[first, *_]) if id(first) in reads:
            return last_name(function) in STATISTICS
    return False


def _kept(part: ast.Call, statement: Statement, tracer: Tracer) -> str:
    """The name under which training keeps a statistic of the answers of its rows."""
    work = Work(statement, tracer)
    read = [part.func.value] if isinstance(part.func, ast.Attribute) else []
    names = [constant_or_base(each) for each in (*part.args, *read) if not is_plain(each)]
    name = next((each for each in names if each not in tracer.static), "answers")
    return work.frozen_before(work.source(part), f"{name}_{last_name(part.func)}")


def _expressions(node: ast.expr) -> Iterator[ast.expr]:
    return (part for part in ast.walk(node) if isinstance(part, ast.expr))


def _place(part: tuple[ast.expr, str]) -> tuple[int, int]:
    return part[0].lineno, part[0].col_offset


def _indexes(value: ast.expr, each: PerAnswer) -> Iterator[ast.keyword]:
    """What gives columns of answers the index of the rows that the notebook asked about: serving has others."""
    for part in ast.walk(value):
        match part:
            case ast.Call(func=function, keywords=words) if last_name(function) == "Series":
                for word in words:
                    if word.arg == "index" and not each.is_same(word.value):
                        yield word


@dataclass(frozen=True)
class PerAnswer:
    """What expressions of a statement make of the answers that its parts with these identities are."""

    reads: frozenset[int]
    statement: Statement
    tracer: Tracer
    rows: str = ""

    def rows_in(self, value: ast.expr) -> Iterator[tuple[ast.expr, str]]:
        """The frames of which an expression reads columns as the rows have them that were asked about."""
        for part in ast.walk(value):
            match part:
                case ast.Subscript(value=frame) if id(part) not in self.reads and self._is_of_row(
                    part
                ):
                    yield frame, ASKED
                case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Attribute(value=frame)))):
                    if along_rows(part, self.rows):
                        yield frame, ASKED

    def _is_of_row(self, node: ast.expr) -> bool:
        return is_of_row(node, self.rows, self.statement, self.tracer)

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
        return any(id(part) in self.reads for part in ast.walk(node))

    def _is_each(self, node: ast.expr) -> bool:
        if id(node) in self.reads:
            return True
        if isinstance(node, ast.Call) and _is_statistic(node, self.reads):
            return True
        if self._is_of_row(node):
            return True
        if isinstance(node, ast.Call) and along_rows(node, self.rows) and self._reads(node):
            return self.is_same(node.args[0])
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
            case ast.ListComp(elt=element, generators=[only]):
                return self._is_of_one(element, only)
            case ast.Call():
                return self._is_call(node)
        return False

    def _is_each_of(self, node: ast.expr, reads: frozenset[int]) -> bool:
        """The same of other parts, of lines of a function."""
        return PerAnswer(reads, self.statement, self.tracer)._is_each(node)

    def _is_of_one(self, element: ast.expr, loop: ast.comprehension) -> bool:
        """True for `[f(one) for one in answers]`, whatever is made of one."""
        plain = isinstance(loop.target, ast.Name) and not loop.ifs and not loop.is_async
        if not plain or self._reads(element):
            return False
        return self.is_same(element) and self._is_each(loop.iter)

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
                return known and self._is_method(name, owner, call.args)
        if self._reads(call.func) or not self._is_each(call.func):
            return False
        if is_of_each(call, self.reads, self.tracer, self._is_each_of):
            return True
        if name == "select":
            return known and self._is_select(call.args)
        if name == "where" and len(call.args) != 3:
            return False
        if name in {"reshape", "softmax", "squeeze"} | (LIKE if len(call.args) > 2 else set()):
            return False
        of_each = name in OF_SEVERAL | ASKING | LIKE | EACH | BACK | {BACK_AND_KEPT, "Series"}
        return known and of_each and all(map(self._is_each, call.args))

    def _is_method(self, name: str, owner: ast.expr, arguments: Sequence[ast.expr]) -> bool:
        if not self._is_each(owner) or name in {"reshape", "softmax", "squeeze"}:
            return False
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
