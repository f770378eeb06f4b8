"""What tests of the answers set, statement by statement, as one assignment says it.

`risk = np.zeros(len(p))`, then `risk[p > 0.3] = 1`, is `risk = np.where(p > 0.3, 1, 0.0)`. Nothing runs like
that: it is what the service says of each answer.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from converter.model.dataflow import Statement
from converter.rewrite.serving.along_rows import by_each_row
from converter.rewrite.serving.around import tree_of
from converter.rewrite.serving.filled_lists import looped
from converter.rewrite.serving.kept_answers import (
    changes,
    kept_in,
    owner_of,
    reads_in,
    replaced_in,
    set_anew,
    written_out,
)
from converter.rewrite.serving.kept_besides import KeptBesides
from converter.rewrite.serving.of_one_row import of_each_row
from converter.rewrite.serving.parts import is_plain, number_in, whole_number
from converter.rewrite.serving.per_answer import LIKE, STATISTICS, PerAnswer
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed

MOST_NESTED = 2
"""Tests that are said within one another, where what one has set may pass the next one."""
MADE = {"zeros": "0", "ones": "1"}
COMPARING: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


@dataclass(frozen=True)
class _Set:
    """A value that is set where a test of the answers holds."""

    statement: Statement
    target: str
    test: ast.expr
    value: ast.expr


def following(
    kept: str, order: int, tracer: Tracer, rows: str = ""
) -> Iterator[tuple[Statement, Statement]]:
    """The statements after `order`, each beside what it says of what is kept under a text.

    Of several that set parts, one after another, the last says all. Tests may read the `rows` that were asked about.
    """
    whole = _at_once(kept, order, tracer, rows) if "np" in tracer.static else {}
    besides = KeptBesides(kept, rows, tracer)
    one_row = of_each_row(tracer.statements)
    for statement in tracer.statements:
        if statement.order <= order:
            besides.learn(statement, before=statement.order < order)
        elif said := whole.get(statement.order, statement):
            if said is statement:
                said = one_row.get(statement.order, statement)
                said = looped(said, kept, tracer) or written_out(said)
                said = replaced_in(said, kept)
                said = by_each_row(said, kept, tracer, rows, besides.columns) or said
            said = besides.told(said)
            yield statement, said
            besides.learn(said)


def _at_once(kept: str, order: int, tracer: Tracer, rows: str) -> dict[int, Statement | None]:
    """By their order: assignments in the place of the last of several statements, None for the others."""
    sets: dict[str, list[_Set]] = {}
    for statement in tracer.statements:
        if statement.order <= order:
            continue
        if found := _masked(statement, kept, tracer, rows):
            if found.target != kept and kept in sets:
                break  # it is of what was left, and told by what is made of that
            sets.setdefault(found.target, []).append(found)
        elif changes(statement, kept) or owner_of(kept) in statement.binds:
            break
        elif kept in sets and reads_in(tree_of(statement), kept):
            break
    at_once: dict[int, Statement | None] = {}
    for target, own in sets.items():
        told = _own(own, kept, tracer) if target == kept else _of_others(own, kept, tracer)
        if told:
            last = own[-1].statement
            text = f"{target} = {told}"
            reads = frozenset().union(*(each.statement.reads for each in own))
            at_once |= {each.statement.order: None for each in own}
            at_once[last.order] = replace(last, text=text, node=parsed(text).body[0], reads=reads)
    return at_once


def _masked(statement: Statement, kept: str, tracer: Tracer, rows: str) -> _Set | None:
    """What `risk[p > 0.3] = 1` and `df.loc[df["p"] > 0.3, "risk"] = "high"` set; None for others."""
    match tree_of(statement):
        case ast.Assign(
            targets=[
                ast.Subscript(
                    value=ast.Attribute(value=ast.Name(id=owner), attr="loc"),
                    slice=ast.Tuple(elts=[test, ast.Constant(value=str(column))]),
                )
            ],
            value=value,
        ):
            target = f"{owner}[{column!r}]"
        case ast.Assign(
            targets=[ast.Subscript(value=ast.Name(id=target), slice=test)], value=value
        ):
            pass
        case _:
            return None
    match test:
        case ast.Call(func=function, args=[inner], keywords=[]) if last_name(function) == "where":
            test = inner
    reads = frozenset(id(part) for part in reads_in(ast.Expr(test), kept))
    if not (_is_told(value) and PerAnswer(reads, statement, tracer, rows).is_test(test)):
        return None
    return _Set(statement, target, test, value)


def _own(sets: Sequence[_Set], kept: str, tracer: Tracer) -> str:
    """What answers are of which values were set anew; "" where each statement tells it, or none can."""
    numbers = [whole_number(each.value) for each in sets]
    if all(set_anew(each.statement, kept, tracer) for each in sets) or None in numbers:
        return ""
    if len(sets) > 1 and any(_is_of_all(each.test) for each in sets):
        return ""  # of what the answers were each time
    said = kept
    if _are_apart(sets, kept):
        for each, number in zip(reversed(sets), reversed(numbers), strict=True):
            said = f"np.where({ast.unparse(each.test)}, {number}, {said})"
        return said
    if len(sets) > MOST_NESTED:
        return ""
    for each, number in zip(sets, numbers, strict=True):
        test = ast.parse(ast.unparse(each.test), mode="eval").body
        within = ast.unparse(_InPlace(kept, ast.parse(said, mode="eval").body).visit(test))
        said = f"np.where({within}, {number}, {said})"
    return said


def _is_of_all(test: ast.expr) -> bool:
    calls = (part for part in ast.walk(test) if isinstance(part, ast.Call))
    return any(last_name(each.func) in STATISTICS for each in calls)


def _are_apart(sets: Sequence[_Set], kept: str) -> bool:
    """True where no value that was set passes the test of a later one."""
    for place, each in enumerate(sets):
        number = whole_number(each.value)
        if any(_passes(number, later.test, kept) is not False for later in sets[place + 1 :]):
            return False
    return True


def _passes(number: int | None, test: ast.expr, kept: str) -> bool | None:
    """Whether a number passes a test of what is kept; None where that is known when it runs."""
    match test:
        case ast.Compare(left=left, ops=[order], comparators=[right]):
            one, other = (
                number if ast.unparse(each) == kept else number_in(each) for each in (left, right)
            )
            if one is None or other is None:
                return None
            return bool(COMPARING[type(order)](one, other))
        case ast.BinOp(left=left, op=op, right=right):
            both = _passes(number, left, kept), _passes(number, right, kept)
            if None in both:
                return None
            return all(both) if isinstance(op, ast.BitAnd) else any(both)
        case ast.UnaryOp(operand=inner):
            passes = _passes(number, inner, kept)
            return None if passes is None else not passes
    return None


class _InPlace(ast.NodeTransformer):
    """Another expression in the place of each reading of what is kept."""

    def __init__(self, kept: str, instead: ast.expr) -> None:
        self.kept, self.instead = kept, instead

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.expr) and ast.unparse(node) == self.kept:
            return self.instead
        return self.generic_visit(node)


def _of_others(sets: Sequence[_Set], kept: str, tracer: Tracer) -> str:
    """What something else is that is set by tests of what is kept; "" where that cannot be told."""
    target, last = sets[0].target, sets[-1].statement
    before = [s for s in tracer.statements if s.order < sets[0].statement.order]
    begun = [s for s in before if target in s.binds or kept_in(s.node)[0] == target]
    if not begun:
        return ""
    own = {each.statement.order for each in sets}
    between = [s for s in tracer.statements if begun[-1].order < s.order <= last.order]
    others = [s for s in between if s.order not in own]
    if any(changes(s, target) or owner_of(target) in s.binds for s in others):
        return ""
    column = "[" in target
    said = _begins(begun[-1], kept, column)
    if said in MADE.values() and not column and None in [whole_number(e.value) for e in sets]:
        return ""  # an array of whole numbers cuts others off
    number = said and said[0] not in "\"'"
    if not said or any(number != _is_number(each.value) for each in sets):
        return ""
    for each in sets:
        said = f"np.where({ast.unparse(each.test)}, {ast.unparse(each.value)}, {said})"
    return said


def _is_told(value: ast.expr) -> bool:
    """True for a number, a text, yes and no that are written down."""
    return number_in(value) is not None or isinstance(getattr(value, "value", None), str | bool)


def _is_number(value: ast.expr) -> bool:
    return not isinstance(getattr(value, "value", None), str)


def _begins(statement: Statement, kept: str, column: bool) -> str:
    """The text of the one value with which something begins; "" where it has several."""
    match getattr(statement.node, "value", None):
        case ast.expr() as value if column and is_plain(value):
            return ast.unparse(value)
        case ast.Call(func=function, args=[size], keywords=words) if last_name(
            function
        ) in MADE and not (isinstance(size, ast.Tuple | ast.List) and len(size.elts) > 1):
            number = MADE[last_name(function)]
            match words:
                case []:
                    return f"{number}.0"
                case [ast.keyword(arg="dtype", value=kind)] if last_name(kind).startswith("int"):
                    return number
        case ast.Call(func=function, args=[first, *_]) as made if last_name(function) in LIKE:
            number = MADE.get(last_name(function).removesuffix("_like"), "")
            match made.keywords:
                case [ast.keyword(arg="dtype", value=kind)] if last_name(kind).startswith("int"):
                    return number
            return ast.unparse(made) if ast.unparse(first) == kept else ""
    return ""
