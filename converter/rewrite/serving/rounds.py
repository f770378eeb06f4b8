"""What a round of folds makes for its rows alone: values of its own, and columns that loops within it set.

for c in columns:
    means = part.groupby(c)["y"].mean()
    rest[c] = rest[c].map(means)
    few[c] = few[c].map(means)          serving repeats this one, with `means_by_c[c]`
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from converter.rewrite.serving.parts import base_of
from converter.syntax.dotted import last_name

OWN_NAMES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True)
class ColumnLoop:
    """A loop of a round that sets columns of its frames: the statements that do, in their order.

    `rows` are names for what they make of the frames' rows.
    """

    node: ast.For
    kept: tuple[ast.stmt, ...]
    rows: frozenset[str]

    @property
    def reads(self) -> frozenset[str]:
        """The names that the kept statements, and the loop itself, read."""
        parts = [self.node.iter, *self.kept]
        return frozenset(name for part in parts for name in names_in(part))


def column_loop(loop: ast.For, frames: Collection[str]) -> ColumnLoop:
    """What a loop does to these frames, and nothing else that it does."""
    rows: set[str] = set(frames)
    kept: list[ast.stmt] = []
    for each in loop.body:
        match each:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                if rows & set(names_in(value)):
                    rows.add(name)
                    kept.append(each)
            case _ if set(changed_by(each)) & set(frames):
                kept.append(each)
    return ColumnLoop(loop, tuple(kept), frozenset(rows))


def changed_by(each: ast.stmt) -> Iterator[str]:
    """Frames that a statement, or one within it, changes in place."""
    for part in ast.walk(each):
        match part:
            case ast.Subscript(ctx=ast.Store() | ast.Del()) | ast.Attribute(ctx=ast.Store()):
                yield base_of(part)
            case ast.Call(func=ast.Attribute(value=owner), keywords=words):
                if any(
                    word.arg == "inplace" and ast.unparse(word.value) == "True" for word in words
                ):
                    yield base_of(owner)


def in_place(each: ast.stmt) -> ast.Call | None:
    """The call of `frame.drop(columns, inplace=True)`, or None."""
    match each:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name))) as call):
            return call if name in changed_by(each) else None
    return None


def names_in(node: ast.AST) -> Iterator[str]:
    """The names that are read."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load):
            yield part.id


def own_parts(
    node: ast.AST,
    rows: Collection[str],
    own: Collection[str],
    plain: Collection[str],
    is_own: Callable[[ast.AST], bool],
) -> Iterator[ast.expr]:
    """The largest parts that a round computes from names of its `own` and not from `rows`.

    `plain` names are such parts themselves; what `is_own` is the round's though it is taken of rows.
    """
    if isinstance(node, ast.Name) and node.id in plain:
        if isinstance(node.ctx, ast.Load):
            yield node
        return
    if isinstance(node, OWN_NAMES):  # what it computes may be of names of its own
        loaded = (part for part in ast.walk(node) if isinstance(part, ast.Name))
        yield from (p for p in loaded if p.id in plain and isinstance(p.ctx, ast.Load))
        return
    if isinstance(node, ast.expr) and _computes(node):
        if set(names_in(node)) & set(own) and not _rows_in(node, is_own) & set(rows):
            yield node
            return
    for child in ast.iter_child_nodes(node):
        if isinstance(node, ast.Call) and child is node.func and isinstance(child, ast.Attribute):
            child = child.value  # whose method it is
        yield from own_parts(child, rows, own, plain, is_own)


def _computes(node: ast.expr) -> bool:
    """True for a call, a part of something, and what has a call in it."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.ctx, ast.Load)
    return any(isinstance(part, ast.Call) for part in ast.walk(node))


def _rows_in(node: ast.AST, is_own: Callable[[ast.AST], bool]) -> set[str]:
    """The names that are read, but for those of which the round takes its own rows."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if not is_own(part):
            waiting += ast.iter_child_nodes(part)
            found |= set(names_in(part)) if isinstance(part, ast.Name) else set()
    return found


def replaced(tree: ast.AST, part: ast.expr, name: str) -> None:
    """Nothing; a name stands in the tree for a part that has one now."""
    for node in ast.walk(tree):
        for field, value in ast.iter_fields(node):
            new = ast.copy_location(ast.Name(name, ast.Load()), part)
            if value is part:
                setattr(node, field, new)
            elif isinstance(value, list) and any(each is part for each in value):
                value[:] = [new if each is part else each for each in value]


def word_for(part: ast.expr) -> str:
    """What a computed part is called: `mean` for `part.groupby("town")["y"].mean()`, `means` for `means["y"]`."""
    while isinstance(part, ast.Subscript | ast.Attribute):
        part = part.value
    return last_name(part.func if isinstance(part, ast.Call) else part) or "value"
