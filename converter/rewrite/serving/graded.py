"""Grades of answers, which read them several times: `np.where(p > 0.8, "high", np.where(p > 0.5, "medium", "low"))`.

So does `np.select([p > 0.8, p > 0.5], ["high", "medium"], default="low")`, also with lists that have names.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from converter.model.dataflow import Statement
from converter.rewrite.serving.amended import sets_some
from converter.rewrite.serving.around import tree_of
from converter.rewrite.serving.asked_rows import along_rows, is_of_row, is_question
from converter.rewrite.serving.kept_answers import changes, kept_in, owner_of, reads_in
from converter.rewrite.serving.made_answers import Made, made_of
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits

GRADING = frozenset({"select", "where"})


@dataclass(frozen=True)
class Graded:
    """An assignment that reads answers several times: the statement, what it makes of them, whether that are
    grades, whether all grades are texts, and whether some of the answers are left in it."""

    statement: Statement
    made: Made
    decides: bool
    names: bool
    amends: bool


def graded(statement: Statement, kept: str, tracer: Tracer, rows: str) -> Graded | None:
    """What a statement makes of several readings of answers that are kept under a text, which may be their question,
    or of them and columns of the `rows` that were asked about; None for others."""
    statement = _spelled_out(statement, kept, tracer)
    tree = tree_of(statement)
    match tree:
        case ast.Assign(targets=[_], value=value):
            pass
        case _:
            return None
    reads = [
        *reads_in(tree, kept),
        *(p for p in ast.walk(value) if isinstance(p, ast.Call) and ast.unparse(p) == kept),
    ]
    within = {id(part) for part in ast.walk(value)}
    if not reads or not all(id(each) in within for each in reads):
        return None
    beside = [
        part
        for part in ast.walk(value)
        if part not in reads
        and (is_of_row(part, rows, statement, tracer) or is_question(part, rows, statement, tracer))
    ]
    if len(reads) < 2 and not beside and not along_rows(value, rows):
        return None
    made = made_of(value, reads, statement, tracer, rows=rows)
    if made is None:
        return None
    decides = isinstance(value, ast.Call) and last_name(value.func) in GRADING
    names = _are_texts(value, statement, tracer)
    answers = frozenset(map(id, [*reads, *(p for p in beside if isinstance(p, ast.Call))]))
    return Graded(statement, made, decides, names, sets_some(value, answers))


def _are_texts(node: ast.expr, statement: Statement, tracer: Tracer) -> bool:
    """True where each grade is a text that is written down."""

    def are(each: ast.expr) -> bool:
        return _are_texts(each, statement, tracer)

    match node:
        case ast.Constant(value=value):
            return isinstance(value, str)
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return all(map(are, parts))
        case ast.Name(id=name):
            found = _list_of(name, statement, tracer)
            return found is not None and are(found[1])
        case ast.Call(func=function, args=[_, *others]) if last_name(function) in GRADING:
            default = [word.value for word in node.keywords if word.arg == "default"]
            complete = last_name(function) == "where" or len(others) + len(default) > 1
            return complete and all(map(are, [*others, *default]))
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
    if any(kept == kept_in(s.node)[0] for s in between):
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
