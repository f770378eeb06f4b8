"""Grades of answers, which read them several times: `np.where(p > 0.8, "high", np.where(p > 0.5, "medium", "low"))`.

So does `np.select([p > 0.8, p > 0.5], ["high", "medium"], default="low")`, also with lists that have names.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from converter.model.dataflow import Statement
from converter.rewrite.serving.around import is_same_for_all, parents_of, texts_around, tree_of
from converter.rewrite.serving.ask import AGAIN
from converter.rewrite.serving.kept_answers import as_series, changes, owner_of, reads_in
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits

ORDERS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
ASKING = frozenset({"between", "isin"})
"""Methods of columns that say yes or no of each value."""
GRADING = frozenset({"select", "where"})


@dataclass(frozen=True)
class Graded:
    """An assignment of grades: the statement, its value, the texts before and after the answers, which have
    `AGAIN` for each further reading of them, and whether all grades are texts."""

    statement: Statement
    value: ast.expr
    before: str
    after: str
    names: bool

    def of(self, before: str, after: str) -> tuple[str, str]:
        """The texts around answers that were kept with these texts around them."""
        kept = f"{before}{AGAIN}{after}"
        return self.before.replace(AGAIN, kept) + before, after + self.after.replace(AGAIN, kept)


def graded(statement: Statement, kept: str, tracer: Tracer) -> Graded | None:
    """The grades that a statement gives answers which are kept under a text; None for other statements."""
    statement = _spelled_out(statement, kept, tracer)
    tree = tree_of(statement)
    match tree:
        case ast.Assign(targets=[_], value=ast.Call(func=function) as value) if (
            last_name(function) in GRADING
        ):
            pass
        case _:
            return None
    reads = sorted(reads_in(tree, kept), key=lambda part: (part.lineno, part.col_offset))
    grades = _Grades({id(part) for part in reads}, statement, tracer)
    if len(reads) < 2 or not grades.are(value):
        return None
    parents = parents_of(tree)
    around = [as_series(part, parents, ("", ""), tracer) for part in reads]
    (begun, ended), *further = ((each or ("", "")) for each in around)
    said = [(part, f"{b}{AGAIN}{e}") for part, (b, e) in zip(reads[1:], further, strict=True)]
    before, after = texts_around(reads[0], value, statement, tracer, again=said)
    names = grades.are_texts(value)
    return Graded(statement, value, before + begun, ended + after, names)


@dataclass(frozen=True)
class _Grades:
    """Whether expressions grade what `reads` are, by what is the same for all rows."""

    reads: set[int]
    statement: Statement
    tracer: Tracer

    def are(self, node: ast.expr) -> bool:
        match node:
            case ast.Call(func=function, args=[test, yes, no], keywords=[]) if (
                last_name(function) == "where"
            ):
                return self._is_test(test) and self.are(yes) and self.are(no)
            case ast.Call(func=function, args=[ast.List(elts=tests), choices, *rest]) if (
                last_name(function) == "select"
            ):
                others = [choices, *rest, *(word.value for word in node.keywords)]
                return all(map(self._is_test, tests)) and all(map(self._is_same, others))
        return self._is_same(node)

    def _is_test(self, node: ast.expr) -> bool:
        match node:
            case ast.Compare(left=left, ops=orders, comparators=others):
                sides = [each for each in (left, *others) if id(each) not in self.reads]
                known = all(isinstance(order, ORDERS) for order in orders)
                return known and len(sides) == len(others) and all(map(self._is_same, sides))
            case ast.BinOp(left=left, op=ast.BitAnd() | ast.BitOr(), right=right):
                return self._is_test(left) and self._is_test(right)
            case ast.UnaryOp(op=ast.Invert(), operand=inner):
                return self._is_test(inner)
            case ast.Call(func=ast.Attribute(value=ast.Subscript() as column, attr=name)):
                return (
                    name in ASKING
                    and id(column) in self.reads
                    and all(map(self._is_same, node.args))
                )
        return False

    def _is_same(self, node: ast.expr) -> bool:
        return is_same_for_all(node, self.statement, self.tracer)

    def are_texts(self, node: ast.expr) -> bool:
        """True where each grade is a text that is written down."""
        match node:
            case ast.Constant(value=value):
                return isinstance(value, str)
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return all(map(self.are_texts, parts))
            case ast.Name(id=name):
                found = _list_of(name, self.statement, self.tracer)
                return found is not None and self.are_texts(found[1])
            case ast.Call(func=function, args=[_, *others]):
                default = [word.value for word in node.keywords if word.arg == "default"]
                complete = last_name(function) == "where" or len(others) + len(default) > 1
                return complete and all(map(self.are_texts, [*others, *default]))
        return False


def _spelled_out(statement: Statement, kept: str, tracer: Tracer) -> Statement:
    """`np.select(conditions, ...)` with the list of conditions in its place, if answers are the same there."""
    match tree_of(statement):
        case ast.Assign(value=ast.Call(func=function, args=[ast.Name(id=name) as listed, *_])) if (
            last_name(function) == "select"
        ):
            found = _list_of(name, statement, tracer)
        case _:
            return statement
    if found is None:
        return statement
    there, conditions = found
    between = [s for s in tracer.statements if there.order < s.order < statement.order]
    others = there.reads - {owner_of(kept)}
    if any(changes(s, kept) or owner_of(kept) in s.binds for s in between):
        return statement
    if any(others & (s.binds | s.mutates) for s in between):
        return statement
    offsets = Offsets(statement.text)
    said = ast.get_source_segment(there.text, conditions) or ""
    text = apply_edits(statement.text, [Edit(offsets.start(listed), offsets.end(listed), said)])
    reads = statement.reads | there.reads
    return replace(statement, text=text, node=parsed(text).body[0], reads=reads)


def _list_of(name: str, statement: Statement, tracer: Tracer) -> tuple[Statement, ast.List] | None:
    """The list that a name is bound to, where it is bound once before the statement and not changed."""
    binders = [
        s for s in tracer.statements if name in s.binds | s.mutates and s.order < statement.order
    ]
    match [tree_of(each) for each in binders]:
        case [ast.Assign(targets=[ast.Name()], value=ast.List() as value)]:
            return binders[0], value
    return None
