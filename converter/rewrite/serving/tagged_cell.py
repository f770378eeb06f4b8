"""A top-level cell tagged `predict` as a function of the rows that it answers."""

from __future__ import annotations

import ast

from converter.model.dataflow import STDOUT, Statement
from converter.model.program import CodeCell
from converter.rewrite.serving.chain import Refused
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.text import indented

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def is_whole(cell: CodeCell) -> bool:
    """True for a tagged cell that is served itself: it defines no function."""
    return cell.marks.predict and not any(isinstance(n, DEFINITIONS) for n in cell.tree.body)


def function_of(
    name: str, own: list[Statement], statements: tuple[Statement, ...], tracer: Tracer
) -> tuple[str, str]:
    """(the function's text, the name of the rows that the cell answers). Raises Refused."""
    first = own[0].order
    bound = {n for s in own for n in s.binds}
    read = {n for s in own for n in s.reads | s.late} - bound - tracer.static - tracer.given
    rows = sorted(n for n in read if _is_request(n, first, own, statements, tracer))
    if len(rows) != 1:
        told = ", ".join(f"'{n}'" for n in rows) or "nothing"
        raise Refused(
            f"the rows that the cell answers cannot be told: it reads {told} of that kind", first
        )
    kept = [s for s in own if not _only_shows(s) and not (s.pure and s is not own[-1])]
    last = own[-1]
    answer = _answer(last, kept)
    if not answer:
        raise Refused(
            "the cell has no answer: end it with an expression or an assignment", last.order
        )
    body = [s.text for s in kept if s is not last or not isinstance(last.node, ast.Expr)]
    lines = [f"def {name}({rows[0]}):", indented('"""What the cell answers to rows."""')]
    lines += [indented(text) for text in body]
    lines.append(indented(f"return {answer}"))
    return "\n".join(lines), rows[0]


def _is_request(
    name: str,
    order: int,
    own: list[Statement],
    statements: tuple[Statement, ...],
    tracer: Tracer,
) -> bool:
    """True for rows made for this cell: a frame, or plain records, that training never reads."""
    binders = [s for s in statements if name in s.binds and s.order < order]
    if not binders:
        return False
    mine = {s.order for s in own}
    others = [
        s
        for s in statements
        if name in s.reads | s.late and s.order not in mine and not (s.displayed and s.pure)
    ]
    if any(s.order > binders[-1].order for s in others):
        return False
    match binders[-1].node:
        case ast.Assign(value=ast.List() | ast.Dict() | ast.Tuple()):
            return True
        case ast.Assign(value=ast.Call(func=ast.Attribute(attr="DataFrame" | "array" | "Series"))):
            return True
    try:
        return tracer.kind_before(name, order) == "rows"
    except Refused:
        return False


def _only_shows(statement: Statement) -> bool:
    return isinstance(statement.node, ast.Expr) and statement.effects == {STDOUT}


def _answer(last: Statement, kept: list[Statement]) -> str:
    """What the function returns: the cell's last value."""
    match last.node:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print" | "display"), args=[argument, *_])):
            shown = [p.id for p in ast.walk(argument) if isinstance(p, ast.Name)]
            bound = [n for s in kept for n in s.binds]
            return next((n for n in shown if n in bound), "")
        case ast.Expr(value=value):
            return ast.unparse(value) if not last.text.strip() else _text(last)
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return ""


def _text(statement: Statement) -> str:
    """The expression without the comments around it."""
    tree = ast.parse(statement.text).body[0]
    assert isinstance(tree, ast.Expr)
    return ast.get_source_segment(statement.text, tree.value) or ""
