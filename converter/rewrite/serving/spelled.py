"""Loops over texts that are written down, spelled out: `for c in ["town", "heating"]: ...` once for each.

It is done only where nothing could be served otherwise: a loop whose rounds do more than to set columns
of one frame cannot be traced as a loop, but its statements can, one by one.
"""

from __future__ import annotations

import ast

from converter.model.dataflow import Dataflow, Statement
from converter.model.program import Program
from converter.rewrite.serving.unrolled import SIMPLE, body_of, stands_in_the_way
from converter.rewrite.serving.weaving import program_of
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits

MOST = 8
"""Rounds of one loop."""


def spelled(flow: Dataflow) -> Program | None:
    """The program with such loops spelled out; None where it has none."""
    texts = {each.order: each.text for each in flow.statements}
    found = False
    for each in flow.statements:
        if isinstance(each.node, ast.For) and (text := _written_out(each, flow.statements)):
            texts[each.order], found = text, True
    return program_of(flow, texts, {}, {}, {}, {}) if found else None


def _written_out(statement: Statement, statements: tuple[Statement, ...]) -> str:
    """The loop's body once for each text, and the variable as the last round leaves it; "" for others."""
    loop = parsed(statement.text).body[0]
    if not isinstance(loop, ast.For) or not isinstance(loop.target, ast.Name) or loop.orelse:
        return ""
    words = _words_of(loop.iter, statement, statements)
    if not 0 < len(words) <= MOST or loop.body[0].lineno == loop.lineno:
        return ""
    if not all(isinstance(each, SIMPLE) for each in loop.body):
        return ""
    variable = loop.target.id
    inside = body_of(loop, statement.text)
    if any(stands_in_the_way(part, variable) for part in ast.walk(parsed(inside))):
        return ""
    pieces = [_with_word(inside, variable, word) for word in words]
    return "\n".join([*pieces, f"{variable} = {words[-1]!r}"])


def _words_of(
    iterated: ast.expr, statement: Statement, statements: tuple[Statement, ...]
) -> list[str]:
    """The texts that a loop goes over: a literal, or a name that is bound once and never changed."""
    if isinstance(iterated, ast.Name):
        name = iterated.id
        binders = [s for s in statements if name in s.binds]
        changed = any(name in s.mutates | s.touches for s in statements)
        if len(binders) != 1 or changed or binders[0].order > statement.order:
            return []
        node = binders[0].node
        iterated = node.value if isinstance(node, ast.Assign) else iterated
    if not isinstance(iterated, ast.List | ast.Tuple):
        return []
    words = [each.value for each in iterated.elts if isinstance(each, ast.Constant)]
    texts = [each for each in words if isinstance(each, str)]
    return texts if len(texts) == len(iterated.elts) else []


def _with_word(text: str, variable: str, word: str) -> str:
    """A round's text with the variable's word in its place; names made of it are one text."""
    edits: list[Edit] = []
    offsets = Offsets(text)

    def visit(part: ast.AST) -> None:
        if isinstance(part, ast.expr) and (made := made_of(part, variable, word)) is not None:
            edits.append(Edit(offsets.start(part), offsets.end(part), repr(made)))
            return
        if isinstance(part, ast.JoinedStr):
            return  # its quotes may be those of the word: it reads the variable
        for inner in ast.iter_child_nodes(part):
            visit(inner)

    visit(parsed(text))
    spelled_out = apply_edits(text, sorted(edits))
    rest = {p.id for p in ast.walk(parsed(spelled_out)) if isinstance(p, ast.Name)}
    return f"{variable} = {word!r}\n{spelled_out}" if variable in rest else spelled_out


def made_of(part: ast.expr, variable: str, word: str) -> str | None:
    """The text that an expression of the variable and literal texts is; None for others."""
    names = {each.id for each in ast.walk(part) if isinstance(each, ast.Name)}
    if names != {variable}:
        return None
    match part:
        case ast.Name():
            return word
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            texts = [_text_of(each, variable, word) for each in (left, right)]
        case ast.JoinedStr(values=values):
            texts = [_text_of(each, variable, word) for each in values]
        case _:
            return None
    known = [each for each in texts if each is not None]
    return "".join(known) if len(known) == len(texts) else None


def _text_of(part: ast.expr, variable: str, word: str) -> str | None:
    match part:
        case ast.Constant(value=str(text)):
            return text
        case ast.FormattedValue(value=ast.Name(id=name), conversion=-1, format_spec=None):
            return word if name == variable else None
    return made_of(part, variable, word)
