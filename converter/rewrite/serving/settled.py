"""Values that are others later: serving reads what they were where the notebook used them.

`middle = df.age.mean()`, a column made by it, then `middle = df.income.mean()`: training keeps the first.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.model.dataflow import Statement
from converter.rewrite.serving.learning import as_now
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits


def settle(tracer: Tracer) -> None:
    """Nothing; the lines of the chain read values as they were."""
    lines = tracer.chain.lines
    for order in lines:
        lines[order] = [settled(line, order, tracer) for line in lines[order]]


def _bound_by_chain(tracer: Tracer) -> Iterator[str]:
    """Names that the served function binds itself."""
    yield tracer.chain.source
    for lines in tracer.chain.lines.values():
        for line in lines:
            yield from _bound_in(parsed(line))


def settled(text: str, order: int, tracer: Tracer) -> str:
    """A text that serving says at the place of the statement `order`, an expression or statements."""
    whole = f"({text}\n)" if _is_expression(text) else text
    tree, offsets = parsed(whole), Offsets(whole)
    own = {*_bound_in(tree), *_bound_by_chain(tracer)}
    edits = []
    for part in ast.walk(tree):
        if isinstance(part, ast.Name) and part.id not in own:
            if kept := _kept(part.id, order, tracer):
                edits.append(Edit(offsets.start(part), offsets.end(part), kept))
    found = apply_edits(whole, sorted(edits))
    return found if whole is text else found[1:-2]  # the text may end in a comment


def _is_expression(text: str) -> bool:
    try:
        ast.parse(f"({text}\n)", mode="eval")
    except SyntaxError:
        return False
    return True


def _bound_in(tree: ast.AST) -> Iterator[str]:
    for part in ast.walk(tree):
        if isinstance(part, ast.arg):
            yield part.arg
        elif isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load):
            yield part.id


def _kept(name: str, order: int, tracer: Tracer) -> str:
    """The name under which training keeps what `name` is there, if it is another later; else ""."""
    if name in tracer.static | tracer.given | tracer.chain.frozen.keys():
        return ""
    before = [s for s in tracer.statements if s.order < order and name in s.binds]
    later = [s for s in tracer.statements if s.order > order]
    text = as_now(name, later)
    if not before or not text or tracer.kind_before(name, order) != "frozen":
        return ""
    again = [s for s in later if name in s.binds | s.mutates]
    if (written := _written_by(before[-1], name)) and {written} == {
        _written_by(s, name) for s in again
    }:
        return ""  # the same table, written down again
    return tracer.kept(order, text, f"{name}_then", after=False)


def _written_by(statement: Statement, name: str) -> str:
    """The literal that a statement binds `name` to; "" for what is no literal."""
    match statement.node:
        case ast.Assign(targets=[ast.Name(id=own)], value=value) if own == name:
            try:
                ast.literal_eval(value)
            except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                return ""
            return ast.dump(value)
    return ""
