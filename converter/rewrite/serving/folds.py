"""Loops in which each round fits an estimator and adds its answers to those of the others.

Training keeps what the rounds made, serving asks all of them: the loop's own statements, without what fits.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from converter.model.dataflow import Statement
from converter.rewrite.serving import rowwise
from converter.rewrite.serving.chain import Frozen, Kind, Refused
from converter.rewrite.serving.collected import Collected, collected_in, fitted_in
from converter.rewrite.serving.expressions import is_about_rows, kind_of
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, indented

if TYPE_CHECKING:
    from converter.rewrite.serving.tracing import Tracer

EMPTY = frozenset({"dict", "list"})


def collecting_loop(
    statements: tuple[Statement, ...], name: str, order: int
) -> tuple[Statement, Collected] | None:
    """The loop in which `name` got what it holds for the statement at `order`, if a loop collected that."""
    for statement in reversed([s for s in statements if s.order < order]):
        if name in statement.binds | statement.mutates:
            tree = parsed(statement.text).body[0]
            found = collected_in(tree).get(name) if isinstance(tree, ast.For) else None
            return (statement, found) if found else None
    return None


def folded(tracer: Tracer, statement: Statement, name: str) -> Kind:
    """`rows`; the loop's collecting joins the chain, and training keeps what its rounds made."""
    chain = tracer.chain
    line = _Folds(tracer, statement, name).line()
    lines = chain.lines.setdefault(statement.order, [])
    if line not in lines:
        lines.append(line)
    return "rows"


class _Folds:
    def __init__(self, tracer: Tracer, statement: Statement, name: str) -> None:
        self.tracer, self.work, self.name = tracer, Work(statement, tracer), name
        assert isinstance(self.work.tree, ast.For)
        self.loop = self.work.tree
        self.found = collected_in(self.loop)[name]
        self.bound = (_stored(self.loop) | set(fitted_in(self.loop))) - {name}
        """What may be another in each round."""

    def _refuse(self, why: str) -> Refused:
        return Refused(f"'{self.name}' is made in a loop: {why}", self.work.order)

    def line(self) -> str:
        """The loop as it is served. Raises Refused."""
        served = list(self._needed())
        before = dict(self.tracer.local)
        known = self._frozen_here()
        self.tracer.local.update({name: "frozen" for name in self.bound})
        self.tracer.local[self.name] = "rows"
        rows: set[str] = set()
        texts: list[str] = []
        try:
            for each in served:
                if each.lineno == self.loop.lineno:
                    raise self._refuse("write its body on lines of its own")
                if kind_of(_value_of(each), self.work) != "rows":
                    raise self._refuse("what it collects comes from no rows")
                if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name):
                    rows.add(each.targets[0].id)
                    self.tracer.local[each.targets[0].id] = "rows"
                texts.append(self.work.served(each))
        finally:
            self.tracer.local.clear()
            self.tracer.local.update(before)
        if self._frozen_here() - known or self.work.train:
            raise self._refuse("a round computes something over all its rows")
        read = [n for each in texts for n in _names(parsed(each).body[0])]
        kept = sorted({n for n in read if n in self.bound - rows}, key=read.index)
        chosen = {n for each in served for n in _names(each)} & self.bound - rows - set(kept)
        if chosen or not kept:
            raise self._refuse("what it collects is of the round's own rows")
        rounds = self._kept_rounds(kept, served)
        self._begun()
        body = "\n".join(indented(each) for each in texts)
        return f"for {', '.join(kept)} in {rounds}:\n{body}"

    def _frozen_here(self) -> set[str]:
        frozen = self.tracer.chain.frozen.values()
        return {each.name for each in frozen if each.statement == self.work.order}

    def _needed(self) -> Iterator[ast.stmt]:
        """The statements of a round that collect, and those before that make rows for them."""
        places = {each.lineno for each in self.found.places}
        aside = self.work.aside(shallow=True)
        aside.tracer.local.update({name: "frozen" for name in self.bound})
        made: dict[str, ast.stmt] = {}
        wanted: dict[int, ast.stmt] = {}
        block = next(b for b in _blocks_of(self.loop) if {each.lineno for each in b} >= places)
        for each in block:
            match each:
                case ast.Assign(targets=[ast.Name(id=own)], value=value):
                    made.pop(own, None)
                    if own != self.name and _is_of_rows(value, aside):
                        made[own] = each
                        aside.tracer.local[own] = "rows"
            if each.lineno in places:
                waiting = [each]
                while waiting:
                    one = waiting.pop()
                    wanted[one.lineno] = one
                    names = {n for n in _names(_value_of(one)) if n in made}
                    waiting += [made[n] for n in names if made[n].lineno not in wanted]
        for own in {n for each in wanted.values() for n in _stored(each)} - {self.name}:
            if sum(own in _stored(each) for each in block) > 1:
                raise self._refuse(f"a round binds '{own}' twice")
        yield from (wanted[number] for number in sorted(wanted))

    def _kept_rounds(self, kept: list[str], served: list[ast.stmt]) -> str:
        """The name of the list of what the rounds made, which training fills."""
        work, chain = self.work, self.tracer.chain
        rounds = self.tracer.unused(f"{kept[0]}s" if len(kept) == 1 else "rounds")
        chain.frozen[rounds] = Frozen(work.order, False, rounds, "[]")
        values = [self._copied(name) for name in kept]
        entry = values[0] if len(values) == 1 else f"({', '.join(values)})"
        start, indent = work.offsets.start(served[-1]), work.indent(served[-1])
        edit = Edit(start, start, f"{rounds}.append({entry})\n{indent}")
        chain.edits[work.order] = sorted({*chain.edits.get(work.order, ()), edit})
        return rounds

    def _copied(self, name: str) -> str:
        """What is kept of a round's name: a copy where the next round may change the same object."""
        for part in ast.walk(self.loop):
            match part:
                case ast.For(target=target) if name in _stored(target):
                    learns = any(
                        isinstance(p, ast.Attribute) and ast.unparse(p) == f"{name}.fit"
                        for p in ast.walk(self.loop)
                    )
                    return f"copy.deepcopy({name})" if learns else name
                case ast.Assign(targets=[ast.Name(id=own)], value=ast.Call(func=function)):
                    if own == name and not self._is_of_outside(function):
                        return name
        return f"copy.deepcopy({name})"

    def _is_of_outside(self, function: ast.expr) -> bool:
        """True for `model.fit` of a model that all rounds share: it returns itself."""
        owner = function.value if isinstance(function, ast.Attribute) else None
        if not isinstance(owner, ast.Name) or last_name(function) != "fit":
            return False
        return owner.id not in _stored(self.loop)

    def _begun(self) -> None:
        """Nothing; what the loop adds to is in the chain, for as many rows as come."""
        before = [s for s in self.tracer.statements if s.order < self.work.order]
        binder = next((s for s in reversed(before) if self.name in s.binds), None)
        work = Work(binder, self.tracer) if binder else None
        match work.tree if work else None:
            case ast.Assign(targets=[ast.Name()], value=value):
                assert work is not None
                self._sized(value, work)
                self.tracer.chain.lines[work.order] = [f"{self.name} = {work.served(value)}"]
            case _:
                raise self._refuse("it is not plainly bound before")

    def _sized(self, value: ast.expr, work: Work) -> None:
        match value:
            case ast.Constant() | ast.List(elts=[]) | ast.Dict(keys=[]):
                return
            case ast.Call(func=function, args=[]) if last_name(function) in EMPTY:
                return
            case ast.Call(func=function, args=[shape, *rest]):
                name = last_name(function)
                if name == "zeros_like" and not rest and not value.keywords:
                    function_text = work.source(function).removesuffix("_like")
                    work.replace(value, f"{function_text}({self._rows()})")
                    return
                if name in rowwise.FILLED:
                    parts = shape.elts if isinstance(shape, ast.Tuple) else [shape]
                    lengths = [each for each in parts if self._is_length(each, work)]
                    if len(lengths) == 1:
                        work.replace(lengths[0], self._rows())
                        others = [*parts, *rest, *(word.value for word in value.keywords)]
                        for each in others:
                            if each is not lengths[0] and kind_of(each, work) == "rows":
                                raise self._refuse("it begins with values of rows")
                        return
        raise self._refuse("how many values it begins with cannot be told")

    def _rows(self) -> str:
        return f"len({self.tracer.chain.source})"

    def _is_length(self, node: ast.expr, work: Work) -> bool:
        """True for `len(test)`, `test.shape[0]`, and a name for that."""
        match node:
            case ast.Call(func=ast.Name(id="len"), args=[rows]):
                return is_about_rows(rows, work)
            case ast.Subscript(
                value=ast.Attribute(value=rows, attr="shape"), slice=ast.Constant(value=0)
            ):
                return is_about_rows(rows, work)
            case ast.Name(id=name):
                found = [s for s in self.tracer.statements if name in s.binds]
                match found[-1].node if len(found) == 1 else None:
                    case ast.Assign(targets=[ast.Name()], value=value):
                        return self._is_length(value, Work(found[0], self.tracer))
        return False


def _value_of(each: ast.stmt) -> ast.expr:
    """What a statement that collects, or makes rows, has on its right."""
    match each:
        case ast.Assign(value=value) | ast.AugAssign(value=value):
            return value
        case ast.Expr(value=ast.Call(args=[value, *_])):
            return value
    raise AssertionError(ast.unparse(each))


def _is_of_rows(value: ast.expr, work: Work) -> bool:
    try:
        return kind_of(value, work) == "rows"
    except Refused:
        return False


def _blocks_of(loop: ast.For) -> Iterator[list[ast.stmt]]:
    yield loop.body
    for each in loop.body:
        if isinstance(each, ast.For):
            yield from _blocks_of(each)


def _names(node: ast.AST) -> list[str]:
    parts = [part for part in ast.walk(node) if isinstance(part, ast.Name)]
    return [part.id for part in parts if isinstance(part.ctx, ast.Load)]


def _stored(node: ast.AST) -> set[str]:
    return {
        part.id
        for part in ast.walk(node)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }
