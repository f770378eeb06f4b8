"""What a notebook keeps of the same answers under several names, written out where a statement reads more than one.

`confident = proba.max(axis=1)`, `pred = model.predict(X_test)`, then `np.where((pred == 1) & (confident > 0.8), ...)`:
for what follows `confident` that is `np.where((model.predict(X_test) == 1) & (confident > 0.8), ...)`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from converter.model.dataflow import Statement
from converter.rewrite.serving.around import parents_of, tree_of
from converter.rewrite.serving.ask import is_list
from converter.rewrite.serving.kept_answers import (
    as_series,
    changes,
    column_of,
    kept_in,
    owner_of,
    reads_in,
    written_out,
)
from converter.rewrite.serving.made_answers import statistics_in
from converter.rewrite.serving.parts import constant_of
from converter.rewrite.serving.per_answer import PerAnswer
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.parsing import parsed

LONGEST = 600
"""Characters of a statement that is still read easily enough to be served."""


class KeptBesides:
    """What else is kept of the answers beside what is kept under a text, as expressions of that and of questions."""

    def __init__(self, kept: str, rows: str, tracer: Tracer) -> None:
        self._kept, self._rows, self._tracer = kept, rows, tracer
        self._known: dict[str, ast.expr] = {}
        # Whether these are as they were is looked at where a question is read again.
        self._of_rows = {p.id for p in ast.walk(ast.parse(rows)) if isinstance(p, ast.Name)}

    def columns(self, owner: str) -> frozenset[str]:
        """The columns of a frame that are known."""
        return frozenset(
            name
            for text in self._known
            if owner_of(text) == owner != text
            for name in [constant_of(ast.parse(text, mode="eval").body.slice)]  # type: ignore[attr-defined]
            if name
        )

    def learn(self, statement: Statement, *, before: bool = False) -> None:
        """Nothing; what a statement keeps is known from then on, what it changes no longer.

        One that comes `before` what is kept knows nothing of that.
        """
        statement = written_out(statement)
        made = [
            (text, said)
            for text, value in _kept_by(statement)
            if text != self._kept and (said := self._told_as(value, statement, before=before))
        ]
        is_another = self._becomes_another(self._kept, statement)
        changed = (statement.binds | statement.mutates) - self._of_rows
        for text, known in [*self._known.items()]:
            told_anew = is_another and reads_in(ast.Expr(known), self._kept)
            if told_anew or self._becomes_another(text, statement) or changed & _fixed(known):
                del self._known[text]
        self._known |= made

    def _becomes_another(self, text: str, statement: Statement) -> bool:
        own = owner_of(text) in statement.binds or text == kept_in(statement.node)[0]
        return own or changes(statement, text)

    def told(self, statement: Statement) -> Statement:
        """The statement with what is known in the place of where it is read, if it reads several; others as they are."""
        if not self._known:
            return statement
        match tree_of(statement):
            case ast.Assign(targets=[ast.Name() | ast.Subscript() as target], value=value):
                read = {text for text in self._known if reads_in(ast.Expr(value), text)}
                several = len(read) + bool(reads_in(ast.Expr(value), self._kept)) > 1
            case _:
                return statement
        said = self._told_as(value, statement) if read and several else None
        if said is None or not reads_in(ast.Expr(said), self._kept):
            return statement
        text = f"{ast.unparse(target)} = {ast.unparse(said)}"
        if len(text) > LONGEST:
            return statement
        reads = statement.reads | {p.id for p in ast.walk(said) if isinstance(p, ast.Name)}
        return replace(statement, text=text, node=parsed(text).body[0], reads=reads)

    def _told_as(
        self, value: ast.expr, statement: Statement, *, before: bool = False
    ) -> ast.expr | None:
        """An expression with what is known written out, if it has one value for each of the answers; else None."""
        tree = ast.Expr(ast.parse(ast.unparse(value), mode="eval").body)
        parents = parents_of(tree)
        instead: dict[int, ast.expr] = {}
        for text, known in self._known.items():
            for part in reads_in(tree, text):
                listed = is_list(known)
                around = as_series(part, parents, ("", ""), self._tracer, listed=listed)
                if around is None:
                    return None
                instead[id(part)] = _within(known, around)
        said = ast.parse(ast.unparse(_Instead(instead).visit(tree)), mode="eval").body
        reads = reads_in(ast.Expr(said), self._kept)
        if before and (owner := owner_of(self._kept)):
            if any(isinstance(part, ast.Name) and part.id == owner for part in ast.walk(said)):
                return None
        read = frozenset(map(id, reads))
        of_all = {id(p) for call in statistics_in(said, read) for p in ast.walk(call)}
        if read and read <= of_all:
            return None  # one value, which training keeps
        each = PerAnswer(read, statement, self._tracer, self._rows)
        return said if each.is_made(said) else None


def _kept_by(statement: Statement) -> Iterator[tuple[str, ast.expr]]:
    """What a statement keeps: the texts by which it is read, and the expressions of it."""
    tree = tree_of(statement)
    match tree:
        case ast.Assign(
            targets=[ast.Name()], value=ast.Call(args=[ast.Dict(keys=keys, values=values), *_])
        ):
            for key, value in zip(keys, values, strict=True):
                match key:
                    case ast.Constant(value=str(column)):
                        if text := column_of(tree, "DataFrame", column):
                            yield text, value
        case ast.Assign(targets=[_], value=value):
            if text := kept_in(tree)[0]:
                yield text, value


def _fixed(known: ast.expr) -> set[str]:
    """The names in an expression that are not of a frame's columns, which are looked at where they are read."""
    frames = {
        id(part.value)
        for part in ast.walk(known)
        if isinstance(part, ast.Subscript) and constant_of(part.slice) is not None
    }
    names = (part for part in ast.walk(known) if isinstance(part, ast.Name))
    return {part.id for part in names if id(part) not in frames}


def _within(known: ast.expr, around: tuple[str, str]) -> ast.expr:
    """What is known with such texts around it, once."""
    text = ast.unparse(known)
    whole = text if around[0] and text.startswith(around[0]) else f"{around[0]}{text}{around[1]}"
    return ast.parse(whole, mode="eval").body


class _Instead(ast.NodeTransformer):
    """Expressions in the place of the parts with these identities."""

    def __init__(self, instead: dict[int, ast.expr]) -> None:
        self.instead = instead

    def visit(self, node: ast.AST) -> ast.AST:
        return self.instead.get(id(node)) or self.generic_visit(node)
