"""What stands around a part of a statement, as serving can say it again."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from converter.model.dataflow import Statement
from converter.rewrite.serving.bunches import tells_names
from converter.rewrite.serving.chain import Refused
from converter.rewrite.serving.learning import as_now
from converter.rewrite.serving.together import fixed_names
from converter.rewrite.serving.tracing import Tracer
from converter.rewrite.serving.work import Work
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits


def tree_of(statement: Statement) -> ast.stmt:
    """A statement's tree with the places of its own text."""
    return parsed(statement.text).body[0]


def parents_of(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    """For each part of a tree the one that it is in."""
    return {child: part for part in ast.walk(tree) for child in ast.iter_child_nodes(part)}


def texts_around(
    node: ast.expr,
    top: ast.expr,
    statement: Statement,
    tracer: Tracer,
    again: Sequence[tuple[ast.expr, str]] = (),
) -> tuple[str, str]:
    """The text of `top` before and after `node`, with the values that its names have there.

    Training keeps those that are bound anew or learn more later under names of their own. Other parts, such as those
    that say the same `again`, get the texts beside them.
    """
    offsets, text = Offsets(statement.text), statement.text
    start, end = offsets.start(node), offsets.end(node)
    inside = {
        id(part) for each in (node, *(other for other, _ in again)) for part in ast.walk(each)
    }
    own = _bound_in(top)
    edits = [Edit(offsets.start(each), offsets.end(each), said) for each, said in again]
    before = [each for each in edits if each.start < start]
    after = [each for each in edits if each.start >= end]
    told = [part for part in ast.walk(top) if tells_names(part, tracer)]
    inside |= {id(part) for each in told for part in ast.walk(each)}
    names = [p for p in ast.walk(top) if isinstance(p, ast.Name) and id(p) not in inside]
    kept: list[tuple[ast.expr, str]] = [
        (p, _kept(p.id, statement, tracer)) for p in names if p.id not in own
    ]
    work = Work(statement, tracer)
    kept += [(part, work.frozen_before(ast.unparse(part), "target_names")) for part in told]
    for part, name in kept:
        if name:
            side = before if offsets.start(part) < start else after
            side.append(Edit(offsets.start(part), offsets.end(part), name))
    return (
        _cut(text, before, offsets.start(top), start),
        _cut(text, after, end, offsets.end(top)),
    )


def _bound_in(node: ast.expr) -> set[str]:
    """Names that are an expression's own: of its comprehensions and lambdas."""
    parts = list(ast.walk(node))
    return {p.id for p in parts if isinstance(p, ast.Name) and isinstance(p.ctx, ast.Store)} | {
        part.arg for part in parts if isinstance(part, ast.arg)
    }


def _cut(text: str, edits: list[Edit], start: int, end: int) -> str:
    moved = [Edit(each.start - start, each.end - start, each.text) for each in edits]
    return apply_edits(text[start:end], sorted(moved))


def _kept(name: str, statement: Statement, tracer: Tracer) -> str:
    """The name under which training keeps what `name` is there, if it is another later; else ""."""
    later = [s for s in tracer.statements if s.order > statement.order]
    text = as_now(name, later)
    if name in tracer.static or not text:
        return ""
    return Work(statement, tracer).frozen_before(text, f"{name}_then")


def forget_unread(tracer: Tracer, known: frozenset[str], text: str) -> None:
    """Nothing; values that training keeps besides those `known`, which `text` does not read, are not kept."""
    read = {part.id for part in ast.walk(parsed(f"({text})")) if isinstance(part, ast.Name)}
    for name in tracer.chain.frozen.keys() - known - read:
        del tracer.chain.frozen[name]


def part_like(node: ast.expr, parents: Mapping[ast.AST, ast.AST]) -> ast.expr:
    """The part of a statement's tree that is at the place of `node` in another tree of the same text."""
    found = (p for p in parents if _place(p) == _place(node) and type(p) is type(node))
    return next(p for p in found if isinstance(p, ast.expr))


def _place(node: ast.AST) -> tuple[object, ...]:
    return tuple(
        getattr(node, key, None) for key in ("lineno", "col_offset", "end_lineno", "end_col_offset")
    )


def is_same_for_all(node: ast.expr, statement: Statement, tracer: Tracer) -> bool:
    """True for what does not depend on rows: names of training's values are, if they hold none."""
    known = fixed_names(tracer.statements) | tracer.static | tracer.given
    told = [part for part in ast.walk(node) if tells_names(part, tracer)]
    inside = {id(part) for each in told for part in ast.walk(each)}
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and part.id not in known and id(part) not in inside:
            try:
                if tracer.kind_before(part.id, statement.order) != "frozen":
                    return False
            except Refused:
                return False
    return True
