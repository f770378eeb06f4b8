"""Loops over frames written out: `for part in (train, test): part["x"] = ...` once for each frame.

A chain is traced by names, and in such a loop the frame has another one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.model.dataflow import Dataflow, Statement
from converter.model.program import Program
from converter.rewrite.serving.weaving import program_of
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits

SIMPLE = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Delete, ast.Pass)
MOST = 6
"""Frames of one loop."""


def unrolled(flow: Dataflow) -> Program | None:
    """The program with its loops over frames written out; None where it has no such loop."""
    texts = {each.order: each.text for each in flow.statements}
    found = False
    for each in flow.statements:
        if isinstance(each.node, ast.For) and (names := _frames_of(each, flow.statements)):
            text = _written_out(each, names, flow.statements)
            if text:
                texts[each.order], found = text, True
    return program_of(flow, texts, {}, {}, {}, {}) if found else None


def _frames_of(statement: Statement, statements: tuple[Statement, ...]) -> list[str]:
    """The names that a loop goes over, which nothing binds anew on the way; empty for other loops."""
    match statement.node:
        case ast.For(target=ast.Name(), iter=iterated, orelse=[]):
            pass
        case _:
            return []
    begun = statement.order
    if isinstance(iterated, ast.Name):
        binders = [s for s in statements if iterated.id in s.binds and s.order < begun]
        changed = any(_changes_the_list(s.node, iterated.id) for s in statements)
        if not binders or changed or not isinstance(binders[-1].node, ast.Assign):
            return []
        begun, iterated = binders[-1].order, binders[-1].node.value
    if not isinstance(iterated, ast.List | ast.Tuple) or not 1 < len(iterated.elts) <= MOST:
        return []
    names = [each.id for each in iterated.elts if isinstance(each, ast.Name)]
    bound_anew = any(set(names) & s.binds for s in statements if begun < s.order <= statement.order)
    plain = len(set(names)) == len(iterated.elts) and not bound_anew
    return names if plain else []


def _changes_the_list(node: ast.stmt, name: str) -> bool:
    """True for statements that may give the list `name` other elements; their columns do not count."""
    for part in ast.walk(node):
        match part:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner))) if owner == name:
                return True
            case ast.Call(args=arguments) if any(
                isinstance(each, ast.Name) and each.id == name for each in arguments
            ):
                return True
            case ast.Subscript(value=ast.Name(id=owner), ctx=ast.Store() | ast.Del()) if (
                owner == name
            ):
                return True
    return False


def _written_out(statement: Statement, names: list[str], statements: tuple[Statement, ...]) -> str:
    """The loop's body once for each of the names; "" where that is not the same."""
    tree = parsed(statement.text).body[0]
    assert isinstance(tree, ast.For) and isinstance(tree.target, ast.Name)
    variable = tree.target.id
    if not _is_plain(tree, variable):
        return ""
    if tree.body[0].lineno == tree.lineno:
        return ""
    inside = body_of(tree, statement.text)
    body = parsed(inside)
    offsets = Offsets(inside)
    uses = [p for p in ast.walk(body) if isinstance(p, ast.Name) and p.id == variable]
    pieces = [
        apply_edits(inside, sorted(Edit(offsets.start(p), offsets.end(p), name) for p in uses))
        for name in names
    ]
    if _is_read_later(variable, statement, statements):
        pieces.append(f"{variable} = {names[-1]}")
    return "\n".join(pieces)


def body_of(loop: ast.For | ast.With, text: str) -> str:
    """The lines of the body of a loop or block, as they stand outside of it."""
    indent = loop.body[0].col_offset
    return "\n".join(
        line[indent:] if not line[:indent].strip() else line.lstrip()
        for line in text.split("\n")[loop.lineno :]
    )


def _is_plain(loop: ast.For, variable: str) -> bool:
    """True for a body of simple statements, and loops of such, that set columns of the loop's variable."""
    simple = list(_simple(loop.body))
    sets = any(_sets(each, variable) for each in simple)
    return (
        sets
        and all(isinstance(each, SIMPLE) for each in simple)
        and not any(stands_in_the_way(part, variable) for part in _parts(loop))
        and not any(_in_f_string(part, variable) for part in _parts(loop))
    )


def _simple(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a body, those of loops in it in their place."""
    for each in body:
        if isinstance(each, ast.For) and not each.orelse:
            yield from _simple(each.body)
        else:
            yield each


def _parts(loop: ast.For) -> Iterator[ast.AST]:
    for each in loop.body:
        yield from ast.walk(each)


def _sets(node: ast.stmt, variable: str) -> bool:
    """True for `frame[...] = `, `frame.loc[...] = `, and a call of a method of the frame."""
    match node:
        case ast.Assign(targets=[target]) | ast.AugAssign(target=target):
            place: ast.expr = target
        case ast.Expr(value=ast.Call(func=place)):
            pass
        case _:
            return False
    named = isinstance(place, ast.Name)
    while isinstance(place, ast.Attribute | ast.Subscript):
        place = place.value
    return not named and isinstance(place, ast.Name) and place.id == variable


def _in_f_string(part: ast.AST, variable: str) -> bool:
    """True for an f-string that reads the variable: the place of the name in it cannot be told."""
    return isinstance(part, ast.JoinedStr) and any(
        isinstance(each, ast.Name) and each.id == variable for each in ast.walk(part)
    )


def stands_in_the_way(part: ast.AST, variable: str) -> bool:
    """True for what binds the variable anew, and for text whose places cannot be told."""
    match part:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
            return name == variable
        case ast.Constant(value=str(), lineno=line, end_lineno=end):
            return line != end
        case ast.Yield() | ast.YieldFrom() | ast.Await() | ast.NamedExpr():
            return True
    return False


def _is_read_later(variable: str, statement: Statement, statements: tuple[Statement, ...]) -> bool:
    """True where what the last round left behind is read before it is bound anew."""
    for each in statements:
        if each.order <= statement.order:
            if variable in each.late:
                return True
            continue
        loops = isinstance(each.node, ast.For) and variable in each.binds
        if not loops and variable in each.reads | each.late | each.strings:
            return True
        if variable in each.surely:
            return False
    return False
