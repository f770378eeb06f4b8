"""Loops in which each round fits an estimator and adds its answers to those of the others.

Training keeps what the rounds made, serving asks all of them: the loop's own statements, without what fits.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from converter.model.dataflow import Statement
from converter.rewrite.serving.begun import begins, begun, sized
from converter.rewrite.serving.chain import Frozen, Kind, Refused
from converter.rewrite.serving.choices import is_part
from converter.rewrite.serving.collected import Collected, collected_in
from converter.rewrite.serving.expressions import kind_of
from converter.rewrite.serving.fitting import Fitting
from converter.rewrite.serving.hoisted import Hoisting
from converter.rewrite.serving.parts import base_of
from converter.rewrite.serving.rounds import changed_by, column_loop, in_place
from converter.rewrite.serving.work import Work
from converter.syntax.names import names_of
from converter.syntax.parsing import parsed
from converter.syntax.scopes import bound_names
from converter.syntax.text import Edit, indented

if TYPE_CHECKING:
    from converter.rewrite.serving.tracing import Tracer


LATER = "the_rows_that_come"
"""Stands for the rows in a text that is made before it is known what they are called."""


def collecting_loop(
    statements: tuple[Statement, ...], fitting: Fitting, name: str, order: int
) -> tuple[Statement, Collected] | None:
    """The loop in which `name` got what it holds for the statement at `order`, if a loop collected that."""
    for statement in reversed([s for s in statements if s.order < order]):
        if name in statement.binds | statement.mutates:
            tree = parsed(statement.text).body[0]
            found = collected_in(tree, fitting).get(name) if isinstance(tree, ast.For) else None
            return (statement, found) if found else None
    return None


def folded(tracer: Tracer, statement: Statement, name: str) -> Kind:
    """`rows`; the loop's collecting joins the chain, and training keeps what its rounds made."""
    chain, place = tracer.chain, (statement.order, name)
    if place not in chain.collected:
        line = _Folds(tracer, statement, name).line()
        chain.lines.setdefault(statement.order, []).append(line)
        chain.collected |= {place}
    return "rows"


class _Folds:
    def __init__(self, tracer: Tracer, statement: Statement, name: str) -> None:
        self.tracer, self.work, self.name = tracer, Work(statement, tracer), name
        assert isinstance(self.work.tree, ast.For)
        self.loop = self.work.tree
        self.own = statement.binds | set(tracer.fitting.names(self.loop))
        self.bound = set(self.own - {name})
        """What may be another in each round."""
        self.edits: list[Edit] = []
        self.hoisting = Hoisting(self.work, self.bound, self._refuse)

    def _refuse(self, why: str) -> Refused:
        return Refused(f"'{self.name}' is made in a loop: {why}", self.work.order)

    def line(self) -> str:
        """The loop as it is served. Raises Refused."""
        chain, order, before = self.tracer.chain, self.work.order, dict(self.tracer.local)
        known = self._frozen_here()
        self.tracer.local.update({name: "frozen" for name in self.bound})
        self.tracer.local[self.name] = "rows"
        try:
            text, rounds = self._served(self.loop, self.name)
        finally:
            self.tracer.local.clear()
            self.tracer.local.update(before)
        if self._frozen_here() - known or self.work.train:
            raise self._refuse("a round computes something over all its rows")
        chain.frozen[rounds] = Frozen(order, False, rounds, "[]")
        edits = {*self.edits, *self.hoisting.all_edits()}
        chain.edits[order] = sorted({*chain.edits.get(order, ()), *edits})
        begun(self.name, self.work)
        return text.replace(LATER, chain.source)

    def _frozen_here(self) -> set[str]:
        frozen = self.tracer.chain.frozen.values()
        return {each.name for each in frozen if each.statement == self.work.order}

    def _served(self, loop: ast.For, name: str) -> tuple[str, str]:
        """(the loop as it is served, the list of what its rounds made, which training fills)."""
        needed = self._needed(loop, name)
        match needed:
            case [ast.For() as inner]:  # one list for all rounds
                return self._served(inner, name)
        texts: list[str] = []
        rows: set[str] = {name}
        for each in needed:
            if each.lineno == loop.lineno:
                raise self._refuse("write its body on lines of its own")
            if isinstance(each, ast.For) and not self._collected_in(each):
                own, text = "", self.hoisting.columns(each, rows)
            elif isinstance(each, ast.For):
                own = self._collected_by(each, loop, name)
                text, rounds = self._served(each, own)
                self.hoisting.insert(each, f"{rounds} = []")
                self.bound.add(rounds)
            else:
                own = _target_of(each)
                text = self._statement(each, name, rows)
            if own:
                rows.add(own)
                self.tracer.local[own] = "rows"
            texts.append(text)
        read = [n for each in map(parsed, texts) for n in _names(each) if n not in _within(each)]
        kept = sorted({n for n in read if n in self.bound - rows}, key=read.index)
        plain = [each for each in needed if not isinstance(each, ast.For)]
        own_names = {n for each in plain for n in _names(each)} - self.hoisting.replaced
        if own_names & self.bound - rows - set(kept) or not kept:
            raise self._refuse("what it collects is of the round's own rows")
        rounds = self._kept_rounds(kept, needed[-1])
        body = "\n".join(indented(each) for each in texts)
        return f"for {', '.join(kept)} in {rounds}:\n{body}", rounds

    def _collected_by(self, inner: ast.For, loop: ast.For, name: str) -> str:
        """What a loop within the loop collects of what is needed: `name`, or what the round begins with."""
        found = self._collected_in(inner).keys()
        if name in found:
            return name
        begun_here = found & names_of(loop).binds
        if len(begun_here) != 1:
            raise self._refuse("a loop within it collects several things")
        return next(iter(begun_here))

    def _collected_in(self, loop: ast.For) -> dict[str, Collected]:
        return collected_in(loop, self.tracer.fitting, self.loop)

    def _statement(self, each: ast.stmt, name: str, rows: set[str]) -> str:
        """A statement of a round as it is served. Raises Refused."""
        if isinstance(each, ast.Assign) and begins(each.value):
            sized(each.value, self.work, self.name, LATER)
            return self.work.served(each)
        self.hoisting.name_parts(each, rows)
        if kind_of(_value_of(each), self.work) != "rows":
            if _is_bound_by(each) or _target_of(each) in ("", name):
                raise self._refuse("how a round prepares its rows cannot be followed")
        return self.work.served(each)

    def _needed(self, loop: ast.For, name: str) -> list[ast.stmt]:
        """The statements of a round that collect, and those before that make rows for them."""
        places = self._collected_in(loop)[name].places
        aside = self.work.aside(shallow=True)
        changing: dict[str, list[ast.stmt]] = {}
        for each in loop.body:
            own = _target_of(each)
            inner = self._collected_in(each) if isinstance(each, ast.For) else {}
            for collected in inner.keys() & changing.keys():
                changing[collected].append(each)
                aside.tracer.local[collected] = "rows"
            if not inner and (isinstance(each, ast.For) or in_place(each)):
                for frame in set(changed_by(each)) & changing.keys():
                    changing[frame].append(each)
            if not own or own == name:
                continue
            if own in changing and not _is_bound_by(each):
                changing[own].append(each)
            elif isinstance(each, ast.Assign) and begins(each.value):
                changing.setdefault(own, []).append(each)
            elif isinstance(each, ast.Assign) and _is_of_rows(each.value, aside):
                changing.setdefault(own, []).append(each)
                aside.tracer.local[own] = "rows"
        wanted: dict[int, ast.stmt] = {}
        frames: set[str] = set()
        loops = {each.lineno for each in loop.body if isinstance(each, ast.For)}
        waiting = list(places)
        while waiting:
            one = waiting.pop()
            wanted[one.lineno] = one
            inner = self._collected_in(one) if isinstance(one, ast.For) else {}
            for made in (self._read_by(one, frames) | inner.keys()) & changing.keys():
                known = wanted.keys() if made in frames else wanted.keys() - loops
                frames.add(made)
                makers = (each for each in changing[made] if each.lineno < one.lineno)
                waiting += [each for each in makers if each.lineno not in known]
        last = max(each.lineno for each in places)
        for each in loop.body:
            if each.lineno < last and each.lineno not in wanted:
                if frames & {*changed_by(each), *names_of(each).binds}:
                    raise self._refuse("how a round prepares its rows cannot be followed")
        return [wanted[number] for number in sorted(wanted)]

    def _read_by(self, each: ast.stmt, frames: set[str]) -> set[str]:
        """The names that serving reads in a statement of a round, where it prepares these frames."""
        if not isinstance(each, ast.For):
            return set(_names(_value_of(each)))
        if self._collected_in(each):
            return set(_names(each))
        return set(column_loop(each, frames).reads)

    def _kept_rounds(self, kept: list[str], last: ast.stmt) -> str:
        """The name of the list of what the rounds made, which training fills."""
        work = self.work
        own = kept[0] in self.own
        hint = f"{kept[0]}s" if own else "all_rounds"
        rounds = self.tracer.unused(hint if len(kept) == 1 else "rounds")
        values = [self._copied(name) for name in kept]
        entry = values[0] if len(values) == 1 else f"({', '.join(values)})"
        indent, line = work.indent(last), f"{rounds}.append({entry})"
        if isinstance(last, ast.For):
            place = work.offsets.end(last)
            self.edits.append(Edit(place, place, f"\n{indent}{line}"))
        else:
            self.hoisting.insert(last, line)
        return rounds

    def _copied(self, name: str) -> str:
        """What is kept of a round's name: a copy where the next round may change the same object."""
        if name not in self.own:
            return name  # a list of ours, new in each round
        for part in ast.walk(self.loop):
            match part:
                case ast.For(target=target) if name in bound_names(target):
                    learns = any(
                        isinstance(p, ast.Attribute) and ast.unparse(p) == f"{name}.fit"
                        for p in ast.walk(self.loop)
                    )
                    return f"copy.deepcopy({name})" if learns else name
                case ast.Assign(targets=[target], value=ast.Call() as call):
                    if name in bound_names(target) and not self._is_of_outside(call):
                        return name
        return f"copy.deepcopy({name})"

    def _is_of_outside(self, call: ast.Call) -> bool:
        """True for `model.fit` of a model that all rounds share: it returns itself."""
        match call.func:
            case ast.Attribute(value=ast.Name(id=owner), attr="fit"):
                return owner not in self.work.statement.binds
        return self.tracer.fitting.shares(call)


def _value_of(each: ast.stmt) -> ast.expr:
    """What a statement that collects, or makes rows, has on its right."""
    match each:
        case ast.Assign(value=value) | ast.AugAssign(value=value):
            return value
        case ast.Expr(value=call) if in_place(each):
            return call
        case ast.Expr(value=ast.Call(args=[value, *_])):
            return value
    raise AssertionError(ast.unparse(each))


def _is_of_rows(value: ast.expr, work: Work) -> bool:
    """True for rows that are asked about; those of a fold are the round's own."""
    try:
        return not is_part(value, work) and kind_of(value, work) == "rows"
    except Refused:
        return False


def _target_of(each: ast.stmt) -> str:
    """The name that a statement binds, or that it changes a part of; "" for others."""
    match each:
        case ast.Expr() if call := in_place(each):
            return base_of(call.func)
        case ast.Assign(targets=[target]) | ast.AugAssign(target=target):
            return base_of(target)
    return ""


def _is_bound_by(each: ast.stmt) -> bool:
    """True for a statement that gives a name a value of its own."""
    return isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)


def _within(tree: ast.AST) -> set[str]:
    """Names that loops within bind in each of their rounds."""
    loops = (part for part in ast.walk(tree) if isinstance(part, ast.For))
    return {name for each in loops for name in bound_names(each.target)}


def _names(node: ast.AST) -> list[str]:
    """The names that are read, as they come in the text."""
    parts = [part for part in ast.walk(node) if isinstance(part, ast.Name)]
    parts.sort(key=lambda part: (part.lineno, part.col_offset))
    return [part.id for part in parts if isinstance(part.ctx, ast.Load)]
