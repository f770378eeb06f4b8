"""Loops that list an answer for each row, written as a function of one and a list of what it answers.

    answers = []                                def answers_each(row):
    for row in X_test:                              distances = ((X - row) ** 2).sum(axis=1)
        distances = ((X - row) ** 2).sum(axis=1)    return labels[distances.argmin()]
        answers.append(labels[distances.argmin()])
                                                answers = [answers_each(row) for row in X_test]

It is done only where nothing could be served otherwise; the watched run compares the answers.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

from converter.model.dataflow import Dataflow, Statement
from converter.model.program import Program
from converter.rewrite.serving.parts import free_name, names_in
from converter.rewrite.serving.weaving import program_of
from converter.syntax.names import names_of
from converter.syntax.parsing import parsed
from converter.syntax.scopes import bound_names
from converter.syntax.text import Offsets, indented

LEAVING = (ast.Break, ast.Continue, ast.Return, ast.Yield, ast.YieldFrom, ast.Await, ast.NamedExpr)


@dataclass(frozen=True)
class _Listing:
    """A loop over `target`, which adds `item` to the list `name` in each round, after the `body`."""

    loop: ast.For
    name: str
    item: ast.expr
    body: Sequence[ast.stmt]


def listed(flow: Dataflow) -> Program | None:
    """The program with such loops written as functions and lists; None where there are none."""
    texts = {each.order: each.text for each in flow.statements}
    taken = names_in(flow.statements)
    changed = False
    for statement in flow.statements:
        found = _listings(statement)
        begun = [_begin(each, statement, flow.statements) for each in found]
        begins = [each for each in begun if each]
        if found and len(begins) == len(found) and _is_closed(found, statement, flow.statements):
            texts[statement.order] = "\n".join(_written(each, statement, taken) for each in found)
            texts |= dict.fromkeys((each.order for each in begins), "")
            changed = True
    return program_of(flow, texts, {}, {}, {}, {}) if changed else None


def _listings(statement: Statement) -> list[_Listing]:
    """The lists of a loop: the one that it ends with, or those that are all that it makes."""
    loop = parsed(statement.text).body[0]
    if not isinstance(loop, ast.For):
        return []
    alone = [_listing(ast.For(loop.target, loop.iter, [each], [])) for each in loop.body]
    several = [each for each in alone if each]
    if len(several) == len(alone) > 1 and len({each.name for each in several}) == len(several):
        return [replace(each, loop=loop) for each in several]
    whole = _listing(loop)
    return [whole] if whole else []


def _listing(node: ast.stmt) -> _Listing | None:
    match node:
        case ast.For(
            body=[
                *body,
                ast.Expr(
                    value=ast.Call(
                        func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[item]
                    )
                ),
            ],
            orelse=[],
        ) as loop:
            parts = [part for each in (*body, item) for part in ast.walk(each)]
            leaves = any(isinstance(part, LEAVING) for part in parts)
            again = any(isinstance(part, ast.Name) and part.id == name for part in parts)
            texts = (p for p in parts if isinstance(p, ast.Constant | ast.JoinedStr))
            long = any(part.end_lineno != part.lineno for part in texts)
            return None if leaves or again or long else _Listing(loop, name, item, body)
    return None


def _begin(found: _Listing, loop: Statement, statements: Sequence[Statement]) -> Statement | None:
    """The statement that begins the list, where nothing else has it before the loop."""
    before = [
        each
        for each in statements
        if each.order < loop.order
        and found.name in each.binds | each.reads | each.late | each.mutates
    ]
    match before[-1].node if before else None:
        case ast.Assign(targets=[ast.Name()], value=ast.List(elts=[])):
            return before[-1]
        case ast.Assign(targets=[ast.Name()], value=ast.Call(func=ast.Name(id="list"), args=[])):
            return before[-1]
    return None


def _is_closed(found: Sequence[_Listing], loop: Statement, statements: Sequence[Statement]) -> bool:
    """True where a round leaves nothing but its answers, and needs nothing of the round before."""
    named = {part.id for part in ast.walk(loop.node) if isinstance(part, ast.Name)}
    # What shares the lists can do so but later: they begin just before.
    if loop.effects or loop.mutates & named - {each.name for each in found}:
        return False
    return leaves_nothing(found[0].loop, loop, statements)


def leaves_nothing(loop: ast.For, whole: Statement, statements: Sequence[Statement]) -> bool:
    """True where nobody reads what a round of a loop binds but that round itself."""
    own = set(names_of(*loop.body).binds) | set(bound_names(loop.target))
    known: set[str] = set(bound_names(loop.target))
    for each in loop.body:
        names = names_of(each)
        if own & (set(names.reads) - known):
            return False  # of the round before
        known |= names.sure
    known = set()  # bound anew before they are read
    for later in (each for each in statements if each.order > whole.order):
        if own & (later.reads | later.late) - known:
            return False
        known |= later.surely
    return True


def _written(found: _Listing, loop: Statement, taken: set[str]) -> str:
    """The function of one row, and the list of what it answers."""
    offsets, text = Offsets(loop.text), loop.text

    def said(node: ast.expr) -> str:
        return text[offsets.start(node) : offsets.end(node)]

    before = text[: offsets.start(found.loop)]  # comments
    target, rows, item = said(found.loop.target), said(found.loop.iter), said(found.item)
    if not found.body:
        return f"{before}{found.name} = [{item} for {target} in {rows}]"
    function = free_name(f"{found.name}_each", taken)
    names = sorted(bound_names(found.loop.target))
    start = text.rfind("\n", 0, offsets.start(found.body[0])) + 1
    body = textwrap.dedent(text[start : offsets.end(found.body[-1])])
    head = f"{before}def {function}({', '.join(names)}):"
    answer = f"{found.name} = [{function}({', '.join(names)}) for {target} in {rows}]"
    return "\n".join([head, indented(body), indented(f"return {item}"), "", answer])
