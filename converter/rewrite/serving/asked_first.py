"""Loops over what an estimator answers, asked on a line of its own: `for p in model.predict(X): ...`."""

from __future__ import annotations

import ast

from converter.model.dataflow import Dataflow
from converter.model.program import Program
from converter.rewrite.serving.around import tree_of
from converter.rewrite.serving.ask import METHODS
from converter.rewrite.serving.parts import names_in
from converter.rewrite.serving.weaving import program_of
from converter.syntax.text import Edit, Offsets, apply_edits

OVER = frozenset({"enumerate", "list", "reversed"})


def asked_first(flow: Dataflow) -> Program | None:
    """The program with such questions before their loops; None where it has none."""
    texts = {each.order: each.text for each in flow.statements}
    taken = names_in(flow.statements)
    found = False
    for each in flow.statements:
        node = tree_of(each)
        if question := _question(node):
            name = "answers"
            while name in taken:
                name += "_"
            taken.add(name)
            offsets = Offsets(each.text)
            loop, start, end = (offsets.start(node), offsets.start(question), offsets.end(question))
            line = f"{name} = {each.text[start:end]}\n"
            edits = [Edit(loop, loop, line), Edit(start, end, name)]
            texts[each.order], found = apply_edits(each.text, edits), True
    return program_of(flow, texts, {}, {}, {}, {}) if found else None


def _question(node: ast.stmt) -> ast.Call | None:
    """The question that a loop goes through; None where it goes through something else, or has a branch at its end."""
    given = node.iter if isinstance(node, ast.For) and not node.orelse else None
    match given:
        case ast.Call(func=ast.Name(id=name), args=[inner]) if name in OVER:
            given = inner
    match given:
        case ast.Call(func=ast.Attribute(value=ast.Name(), attr=method)) if method in METHODS:
            return given
    return None
