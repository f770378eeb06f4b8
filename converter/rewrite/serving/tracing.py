"""Back from what an estimator is asked to the rows that it came from: the chain that serving repeats.

Every expression on the way is either about rows (one entry each) or frozen (the same for any rows).
What training computes over all rows is frozen under a name of its own; what makes a row depend on
others is refused, with the reason and what to do instead.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property

from converter.model.dataflow import Statement
from converter.rewrite.serving.apart import Objects
from converter.rewrite.serving.begun import begins_written
from converter.rewrite.serving.chain import EVERY, GIVEN, Chain, Columns, Frozen, Kind, Refused
from converter.rewrite.serving.changes import changed
from converter.rewrite.serving.expressions import kind_of
from converter.rewrite.serving.fitting import Fitting
from converter.rewrite.serving.folds import collecting_loop, folded
from converter.rewrite.serving.given_rows import Given, begins_given
from converter.rewrite.serving.indexed import index_aside, read_with_index
from converter.rewrite.serving.lookups import joins_what_was_read
from converter.rewrite.serving.parts import base_of, constant_of, names_in
from converter.rewrite.serving.sources import is_source, makes_data, source_within
from converter.rewrite.serving.tables_of_groups import names_groups
from converter.rewrite.serving.targets import targets_of
from converter.rewrite.serving.unpacked import kind_of_part, unpacked
from converter.rewrite.serving.updated import updated_in_loops
from converter.rewrite.serving.work import Work


class Tracer:
    """Traces one chain; `static` are names that mean the same everywhere, `given` the parameters.

    Training is one for all chains: what `earlier` ones keep has its name there, which no other gets.
    """

    def __init__(
        self,
        statements: tuple[Statement, ...],
        static: frozenset[str],
        given: frozenset[str],
        earlier: Sequence[Chain] = (),
    ) -> None:
        self.statements, self.earlier = statements, earlier
        self.static = static
        self.given = given
        self.chain = Chain()
        self.taken = names_in(statements) | set(static)
        self.taken |= {name for chain in earlier for name in chain.frozen}
        self._active: dict[tuple[str, int], list[tuple[int, Columns]]] = {}
        """Names that are being traced, with the columns that are wanted of them on the way, and where."""
        self.local: dict[str, Kind] = {}
        self._kinds: dict[tuple[str, int], Kind] = {}
        self.further = 0
        """What else is rows, where there are no others: see `EARLIER`."""
        self._shallow = False
        """Only kinds are asked for, not how rows came to be what they are."""

    @cached_property
    def fitting(self) -> Fitting:
        """What the notebook fits."""
        return Fitting(self.statements)

    @cached_property
    def objects(self) -> Objects:
        """Which names may be of one object."""
        return Objects(self.statements)

    @cached_property
    def given_rows(self) -> Given:
        """Where rows begin that estimators are given."""
        return Given(self.statements, self.static)

    @cached_property
    def targets(self) -> frozenset[str]:
        """The columns that the notebook's models learn to tell."""
        return targets_of(self.statements)

    # --- names -----------------------------------------------------------------------------

    def name(self, name: str, order: int, columns: Columns = EVERY) -> Kind:
        """What `name` holds for the statement at `order`; what it needs becomes part of the chain."""
        if name in self.local:
            return self.local[name]
        if name in self.static or name in self.given:
            return "frozen"
        if collecting := collecting_loop(self.statements, self.fitting, name, order):
            return "rows" if self._shallow else folded(self, collecting[0], name)
        binder = self._binder(name, order)
        if binder is None:
            if begins_written(name, [s for s in self.statements if s.order < order]):
                return "frozen"  # the best so far of a search
            if updated_in_loops(name, order, self):
                return "frozen"
            raise Refused(f"'{name}' is not plainly bound before it is used", order)
        kind = self._kind_of(name, binder)
        if kind == "frozen" or self._shallow:
            return kind
        key = (name, binder.order)
        if key in self._active:
            self._active[key].append((order, columns))
            return "rows"
        self._active[key] = []
        try:
            wanted = columns
            changes = [s for s in self.statements if binder.order < s.order < order]
            for change in reversed([s for s in changes if name in s.mutates]):
                if self.objects.is_another(change, name):
                    continue
                wanted = self._also(wanted, key, change.order)
                if names_groups(change, name, binder, changes, self):
                    return self.starts(name, change)
                if makes_data(self, change, name, wanted):
                    return self.starts(name, change, index_aside(name, Work(change, self)))
                wanted = changed(self, change, name, wanted)
            return self._bound(name, binder, self._also(wanted, key, binder.order))
        finally:
            del self._active[key]

    def _also(self, wanted: Columns, key: tuple[str, int], order: int) -> Columns:
        """The columns wanted before `order`: with those of what was read on the way, such as a column that
        is kept aside, dropped and inserted again."""
        waiting: list[tuple[int, Columns]] = []
        for place, columns in self._active[key]:
            if place <= order:
                waiting.append((place, columns))
            elif columns.named is not None:
                wanted = wanted.also(columns.named)
        self._active[key] = waiting
        return wanted

    def _kind_of(self, name: str, binder: Statement) -> Kind:
        """The kind of what `binder` binds `name` to, found out aside: nothing joins the chain."""
        key = (name, binder.order)
        if key not in self._kinds:
            self._kinds[key] = "rows"  # what refers to itself is found out by the rest
            # What cannot be repeated is said where it is wanted: here it may not be.
            with suppress(Refused):
                other = self.aside(shallow=True)
                self._kinds[key] = other._bound(name, binder, EVERY)
        return self._kinds[key]

    def aside(self, *, shallow: bool = False) -> Tracer:
        """A tracer of the same notebook whose chain is thrown away."""
        other = Tracer(self.statements, self.static, self.given, self.earlier)
        other._kinds, other.fitting, other.objects = self._kinds, self.fitting, self.objects
        other.given_rows = self.given_rows
        other._shallow, other.further = shallow, self.further
        return other

    def looks_further(self, most: int) -> bool:
        """True where something else can be rows, up to `most`, which it is from now on."""
        self.further, self._kinds = self.further + 1, {}
        return self.further <= most

    def kind_before(self, name: str, order: int) -> Kind:
        """What `name` holds for the statement at `order`; nothing joins the chain."""
        if collecting_loop(self.statements, self.fitting, name, order):
            return "rows"
        binder = self._binder(name, order)
        return self._kind_of(name, binder) if binder else "frozen"

    def kept(self, order: int, text: str, hint: str, *, after: bool) -> str:
        """The name under which training keeps `text`, before or after the statement `order` runs."""
        for each in (
            frozen for chain in (self.chain, *self.earlier) for frozen in chain.frozen.values()
        ):
            if (each.statement, each.text, each.after) == (order, text, after):
                self.chain.frozen[each.name] = each
                return each.name
        name = self.unused(hint)
        self.chain.frozen[name] = Frozen(order, after, name, text)
        return name

    def unused(self, hint: str) -> str:
        """A new name like `hint`."""
        words = "".join(c if c.isalnum() else "_" for c in hint).strip("_").lower() or "kept"
        name = words if not words[0].isdigit() else f"_{words}"
        number = 1
        while name in self.taken:
            number += 1
            name = f"{words}_{number}"
        self.taken.add(name)
        return name

    def text_of(self, node: ast.expr) -> str | None:
        """The text that an index is: a literal, or a name bound to one literal text."""
        text = constant_of(node)
        if text is not None or not isinstance(node, ast.Name):
            return text
        values = [s.node for s in self.statements if node.id in s.binds]
        match values:
            case [ast.Assign(value=value)] | [ast.AnnAssign(value=ast.expr() as value)]:
                return constant_of(value)
        return None

    def _binder(self, name: str, order: int) -> Statement | None:
        found = [s for s in self.statements if s.order < order and name in s.binds]
        if not found:
            return None
        last = found[-1]
        return last if name in last.surely else None

    def _bound(self, name: str, binder: Statement, columns: Columns) -> Kind:
        """The kind of what `binder` binds `name` to."""
        work = Work(binder, self)
        match work.tree:
            case ast.Assign(targets=[ast.Name()], value=value):
                return self._assigned(name, value, work, columns)
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Call() as value):
                kind = unpacked(name, targets, value, work, columns)
                return kind if kind == "rows" else self._given(name, binder)
            case ast.AnnAssign(target=ast.Name(), value=ast.expr() as value):
                return self._assigned(name, value, work, columns)
            case ast.AugAssign(target=ast.Name(id=own), value=value):
                kinds = {self.name(own, binder.order, columns), kind_of(value, work)}
                if "rows" in kinds:
                    work.keep(name)
                    return "rows"
                return "frozen"
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                for target, value in zip(targets, values, strict=False):
                    if isinstance(target, ast.Name) and target.id == name:
                        if is_source(value, work, self):
                            return self.starts(name, binder)
                        kind, text = kind_of_part(value, work, columns)
                        if kind == "rows":
                            self.chain.says(binder.order, f"{name} = {text}")
                        return kind
        return self._given(name, binder)

    def _given(self, name: str, binder: Statement) -> Kind:
        """`rows` where they begin with what a statement binds in no plain way."""
        if self.further == GIVEN and begins_given(name, binder.node, binder.order, self):
            return self.starts(name, binder)
        return "frozen"

    def _assigned(self, name: str, value: ast.expr, work: Work, columns: Columns) -> Kind:
        if self.fitting.fits(value):
            return "frozen"
        if is_source(value, work, self):
            return self.starts(name, work.statement, read_with_index(name, value, work))
        if joins_what_was_read(value, work):
            return self.starts(name, work.statement)
        inner = source_within(value, work, self)
        if inner is not None:  # `df = pd.read_csv(path).dropna()`: rows begin inside
            reading = f"{name} = {work.source(inner)}"
            work.rows = inner
            work.replace(inner, name)
        kind = kind_of(value, work, columns)
        if kind == "rows":
            if inner is not None:
                self.starts(name, work.statement)
                self.chain.reading = (reading, work.trained_on(inner, name))
            work.keep(name)
        return kind

    def starts(self, name: str, binder: Statement, halves: tuple[str, str] | None = None) -> Kind:
        """`rows`: they are what `binder` binds `name` to, in two `halves` where it does more."""
        chain = self.chain
        if chain.source and (chain.source, chain.start) != (name, binder.order):
            raise Refused(f"rows come from two places: '{chain.source}' and '{name}'", binder.order)
        chain.source, chain.start = name, binder.order
        chain.given = self.further == GIVEN
        if halves:
            chain.reading, chain.lines[binder.order] = halves, [halves[1]]
        return "rows"

    def name_within(self, inner: ast.expr) -> str:
        """A new name for rows that begin inside a statement."""
        name = f"{base_of(inner) or 'data'}_rows"
        while name in self.taken:
            name += "_"
        return name

    def starts_within(self, inner: ast.expr, name: str, work: Work) -> None:
        """Nothing; rows begin inside a statement: training binds them to `name` before."""
        self.starts(name, work.statement)
        self.chain.reading = (f"{name} = {work.source(inner)}", work.trained_on(inner, name))
