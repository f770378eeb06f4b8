"""What a notebook makes of several estimators' answers: `0.6 * forest.predict(X) + 0.4 * ridge.predict(X)`.

Whoever blends models, or adds up those of the folds, acts by the blend: it is served, not each of them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from converter.model.dataflow import Statement
from converter.model.split import Candidate, How
from converter.rewrite.serving.ask import METHODS, TOLD, Ask
from converter.rewrite.serving.asked import asks_of
from converter.rewrite.serving.collected import collected_in
from converter.rewrite.serving.fitting import Fitting
from converter.rewrite.serving.other_names import LOOPS
from converter.rewrite.serving.parts import base_of, constant_of
from converter.rewrite.serving.said import BLENDING, Reader, Said
from converter.syntax.dotted import last_name
from converter.syntax.names import names_of
from converter.syntax.parsing import parsed

BLEND = "blend"
EFFECT = re.compile(r"(?:^|_)(cate|effects?|gain|incremental|ite|lift|uplift)(?:_|$)", re.I)
"""Names for what a treatment does to each: the difference of two models."""
# Methods and functions that sort answers.
DECIDING = frozenset("""
    apply argmax array astype cut digitize map rint round Series tolist to_numpy where
    """.split())


def asked_in(statements: tuple[Statement, ...]) -> dict[str, Candidate]:
    """The fitted estimators that are asked by name, where they first are, and blends of them."""
    by_order = {each.order: each for each in statements}
    asked = asks_of(statements)
    places: dict[str, tuple[int, How]] = {}
    for name, asks in asked.items():
        orders = [ask.order for each in asks.values() for ask in each if ask.by == ask.method]
        orders = orders or [ask.order for each in asks.values() for ask in each]
        if orders:
            places[name] = min(orders), "estimator"
    for ask, _ in blends_of(statements, asked):
        places[ask.estimator] = ask.order, "blend"
    return {
        name: Candidate(name, order, by_order[order].cell, how)
        for name, (order, how) in places.items()
    }


def blends_of(statements: tuple[Statement, ...], fitted: Collection[str]) -> list[tuple[Ask, Said]]:
    """The blends that a notebook keeps, as questions; one that is made into another is part of that."""
    blends = _Blends(fitted, Fitting(statements))
    for statement in statements:
        blends.read(statement)
    found = {text: each for text, each in blends.found.items() if text not in blends.asked}
    # How far off one is of several tables is one question: the last one is what is acted by.
    apart = {said.of: text for text, (_, said) in found.items() if said.apart}
    return [
        (ask, said)
        for text, (ask, said) in found.items()
        if not said.apart or apart[said.of] == text
    ]


class _Blends:
    def __init__(self, fitted: Collection[str], fitting: Fitting) -> None:
        self.reader, self.fitting = Reader(fitted), fitting
        self.found: dict[str, tuple[Ask, Said]] = {}
        """By the text that reads what is kept."""
        self.unread: dict[str, Said] = {}
        """Blends that are made by more than one expression, and not read yet."""
        self.asked: set[str] = set()
        """What further estimators are asked about."""

    def read(self, statement: Statement) -> None:
        tree = parsed(statement.text).body[0]
        if isinstance(tree, LOOPS):
            self._loop(statement, tree)
            return
        self.asked |= set(_asked_about(tree))
        target = ast.unparse(tree.target) if isinstance(tree, ast.AugAssign) else ""
        for text in [each for each in self.unread if each != target and _reads(tree, each)]:
            self.found[text] = _blend(text, text, self.unread.pop(text), statement)
        self._changed(tree)
        if isinstance(tree, ast.AugAssign):
            self._added(tree, target)
        else:
            self._kept(statement, tree)

    def _loop(self, statement: Statement, tree: ast.stmt) -> None:
        collected = collected_in(tree, self.fitting) if isinstance(tree, ast.For) else {}
        self._forget(statement.binds - collected.keys())
        for name, each in collected.items():
            self._forget(frozenset({name}))
            self.reader.known[name] = each.said
            if not each.said.several:
                self.unread[name] = each.said

    def _forget(self, names: Collection[str]) -> None:
        for text, said in [*self.reader.known.items()]:
            if _base(text) in names:
                del self.reader.known[text]
            elif said.rows and names_of(*parsed(said.rows).body).reads & set(names):
                self.reader.known[text] = replace(said, rows="")
        for text in [each for each in self.unread if _base(each) in names]:
            del self.unread[text]

    def _changed(self, tree: ast.stmt) -> None:
        """Nothing; what is changed in place is read from then on."""
        own = {text for text, _, _ in _values(tree)}
        for name in self.found.keys() & set(_changed_in(tree)):
            if name not in own:
                self.unread[name] = self.found.pop(name)[1]

    def _added(self, tree: ast.AugAssign, text: str) -> None:
        before, more = self.reader.known.get(text), self.reader.said(tree.value)
        if before and more and not isinstance(tree.op, BLENDING):
            self._forget(frozenset({_base(text)}))
        elif before or more:
            said = before.with_other(more, blends=True) if before and more else before or more
            assert said is not None
            self.found.pop(text, None)
            self.reader.known[text] = said
            if said.blended and not said.several:
                self.unread[text] = said

    def _kept(self, statement: Statement, tree: ast.stmt) -> None:
        values = []
        for text, key, value in _values(tree):
            self.reader.used.clear()
            self.reader.compares = not EFFECT.search(key)
            values.append((text, key, value, self.reader.said(value), set(self.reader.used)))
        self._forget(statement.binds)
        for text, key, value, said, used in values:
            self.found.pop(text, None)
            if said is None:
                self.reader.others.add(text)
                self.reader.known.pop(text, None)
                self._decided(statement, key, value, used)
                continue
            self.reader.others.discard(text)
            self.reader.known[text] = said
            # What only gets another name, or a column, is served by its own.
            if said.blended and not said.several and _bare(value) not in self.found:
                for each in used:
                    self.found.pop(each, None)
                self.found[text] = _blend(key, ast.unparse(value), said, statement)

    def _decided(self, statement: Statement, key: str, value: ast.expr, used: set[str]) -> None:
        """Nothing; a blend without a name, by which the notebook decides, is one, too."""
        for part in _sorted_in(value):
            said = self.reader.said(part)
            if said and said.blended and not said.several and _bare(part) not in self.reader.known:
                for each in used:
                    self.found.pop(each, None)
                self.found[ast.unparse(part)] = _blend(key, ast.unparse(part), said, statement)
                return


def _blend(key: str, text: str, said: Said, statement: Statement) -> tuple[Ask, Said]:
    by = "predict" if said.by == {"predict"} else "predict_proba"
    by = "decision_function" if said.apart else by
    return Ask(key, BLEND, statement.order, by, text=text), said


def _sorted_in(value: ast.expr) -> Iterator[ast.expr]:
    """The parts of an expression that nothing but what decides is around, from the outside in."""
    yield value
    match value:
        case ast.Compare() | ast.UnaryOp() | ast.Subscript() | ast.Attribute():
            parts: list[ast.AST] = list(ast.iter_child_nodes(value))
        case ast.Call(func=function, args=args) if last_name(function) in DECIDING:
            parts = [*args, function]
        case _:
            return
    for part in parts:
        if isinstance(part, ast.expr):
            yield from _sorted_in(part)


def _changed_in(tree: ast.stmt) -> Iterator[str]:
    """Names of which a statement changes a part, or calls a method for what it does."""
    match tree:
        case ast.Assign(targets=targets):
            yield from (base_of(each) for each in targets if not isinstance(each, ast.Name))
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner))):
            yield base_of(owner)


def _bare(value: ast.expr) -> str:
    """The text of a value without what makes it another kind of list: `out["p"]` for `out["p"].values`."""
    while True:
        match value:
            case ast.Attribute(value=inner, attr="values"):
                value = inner
            case ast.Call(func=ast.Attribute(value=inner, attr="to_numpy" | "tolist" | "copy")):
                value = inner
            case _:
                return ast.unparse(value)


def _base(text: str) -> str:
    return base_of(ast.parse(text, mode="eval").body)


def _reads(tree: ast.stmt, text: str) -> bool:
    return any(
        isinstance(part, ast.Name | ast.Subscript)
        and isinstance(part.ctx, ast.Load)
        and ast.unparse(part) == text
        for part in ast.walk(tree)
    )


def _asked_about(tree: ast.stmt) -> Iterator[str]:
    """What estimators are asked about, or taught with."""
    for part in ast.walk(tree):
        match part:
            case ast.Call(func=ast.Attribute(attr=name)) if name in METHODS + TOLD:
                given = [*part.args, *(word.value for word in part.keywords)]
                for each in (inner for argument in given for inner in ast.walk(argument)):
                    if isinstance(each, ast.Name | ast.Subscript):
                        yield ast.unparse(each)


def _values(tree: ast.stmt) -> Iterator[tuple[str, str, ast.expr]]:
    """What an assignment keeps: the text that reads it, a word for it, the value."""
    match tree:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) | ast.AnnAssign(
            target=ast.Name(id=name), value=ast.expr() as value
        ):
            yield name, name, value
            match value:
                case ast.Call(func=function, args=[ast.Dict() as table, *_]):
                    columns = table if last_name(function) == "DataFrame" else None
                case _:
                    columns = value if isinstance(value, ast.Dict) else None
            for key, each in zip(columns.keys, columns.values, strict=True) if columns else ():
                if key is not None and (column := constant_of(key)):
                    yield f"{name}[{column!r}]", column, each
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)) if len(
            targets
        ) == len(values):
            for each, value in zip(targets, values, strict=True):
                if isinstance(each, ast.Name):
                    yield each.id, each.id, value
        case ast.Assign(targets=[ast.Subscript(slice=index) as target], value=value):
            if column := constant_of(index):
                yield ast.unparse(target), column, value
