"""Back from what an estimator is asked to the rows that it came from: the chain that serving repeats.

Every expression on the way is either about rows (one entry each) or frozen (the same for any rows).
What training computes over all rows is frozen under a name of its own; what makes a row depend on
others is refused, with the reason and what to do instead.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from converter.model.dataflow import Statement
from converter.rewrite.serving import rowwise
from converter.syntax.text import Edit, Offsets, apply_edits

Kind = Literal["rows", "frozen"]


class Refused(Exception):
    """The chain cannot be served row by row; `order` is the statement that stands in the way."""

    def __init__(self, why: str, order: int) -> None:
        super().__init__(why)
        self.why = why
        self.order = order


@dataclass(frozen=True)
class Columns:
    """The columns of a frame that are wanted: those named, or all but those left out."""

    named: frozenset[str] | None = None
    left_out: frozenset[str] = frozenset()

    def wants(self, name: str) -> bool:
        return name in self.named if self.named is not None else name not in self.left_out

    def without(self, name: str) -> Columns:
        if self.named is not None:
            return Columns(self.named - {name})
        return Columns(None, self.left_out | {name})

    def also(self, names: frozenset[str] | None) -> Columns:
        if self.named is None or names is None:
            return Columns(None, self.left_out - (names or frozenset()))
        return Columns(self.named | names)


EVERY = Columns()


@dataclass(frozen=True)
class Frozen:
    """A value that training has to keep: `name = text`, before or after a statement."""

    statement: int
    after: bool
    name: str
    text: str


@dataclass
class Chain:
    """What was found: lines of the served function by the statement they come from, in order.

    `source` is the name that holds the rows as they came, bound by the statement `start`.
    `edits` change training's statements, `frozen` are values that it keeps besides.
    """

    lines: dict[int, list[str]] = field(default_factory=dict)
    source: str = ""
    start: int = -1
    edits: dict[int, list[Edit]] = field(default_factory=dict)
    frozen: dict[str, Frozen] = field(default_factory=dict)

    def text(self) -> list[str]:
        """The lines in the notebook's order."""
        return [line for order in sorted(self.lines) for line in self.lines[order]]


class Tracer:
    """Traces one chain; `static` are names that mean the same everywhere, `given` the parameters."""

    def __init__(
        self, statements: tuple[Statement, ...], static: frozenset[str], given: frozenset[str]
    ) -> None:
        self.statements = statements
        self.static = static
        self.given = given
        self.chain = Chain()
        self.taken = {n for s in statements for n in s.binds | s.reads | s.late} | set(static)
        self._active: set[tuple[str, int]] = set()
        self.local: dict[str, Kind] = {}
        self._kinds: dict[tuple[str, int], Kind] = {}

    # --- names -----------------------------------------------------------------------------

    def name(self, name: str, order: int, columns: Columns = EVERY) -> Kind:
        """What `name` holds for the statement at `order`; what it needs becomes part of the chain."""
        if name in self.local:
            return self.local[name]
        if name in self.static or name in self.given:
            return "frozen"
        binder = self._binder(name, order)
        if binder is None:
            raise Refused(f"'{name}' is not plainly bound before it is used", order)
        if self._kind_of(name, binder) == "frozen":
            return "frozen"
        key = (name, binder.order)
        if key in self._active:
            return "rows"
        self._active.add(key)
        try:
            wanted = columns
            changes = [s for s in self.statements if binder.order < s.order < order]
            for change in reversed([s for s in changes if name in s.mutates]):
                if self._makes_data(change, name, wanted):
                    return self._starts(name, change)
                wanted = self._change(change, name, wanted)
            return self._bound(name, binder, wanted)
        finally:
            self._active.discard(key)

    def _kind_of(self, name: str, binder: Statement) -> Kind:
        """The kind of what `binder` binds `name` to, found out aside: nothing joins the chain."""
        key = (name, binder.order)
        if key not in self._kinds:
            probe = Tracer(self.statements, self.static, self.given)
            probe._kinds = self._kinds
            self._kinds[key] = "rows"  # what refers to itself is found out by the rest
            self._kinds[key] = probe._bound(name, binder, EVERY)
        return self._kinds[key]

    def _makes_data(self, statement: Statement, name: str, columns: Columns) -> bool:
        """True when the statement makes up the data itself, so that rows begin after it.

        It draws random numbers, sets a column from an array that is about no rows, or changes
        certain rows by their place.
        """
        match statement.node:
            case ast.Assign(targets=[ast.Subscript() as target], value=value):
                pass
            case ast.AugAssign(target=ast.Subscript() as target, value=value):
                pass
            case _:
                return False
        index = target.slice
        places: list[ast.expr] = []
        if isinstance(index, ast.Tuple):
            *places, index = index.elts
        column = self.text_of(index)
        if base_of(target) != name or (column is not None and not columns.wants(column)):
            return False
        if any(self._draws(part) for part in (value, *places)):
            return True
        probe = Tracer(self.statements, self.static, self.given)
        probe._kinds = self._kinds
        work = Work(statement, probe)
        parts = [p for p in places if not isinstance(p, ast.Slice)]
        try:
            if any(work.kind(part) == "frozen" for part in _same(work.tree, parts, statement)):
                return True
            plain = _is_plain(value) or (isinstance(value, ast.Name) and value.id in self.given)
            return not plain and not places and work.kind(_value_of(work.tree)) == "frozen"
        except Refused:
            return False

    def _draws(self, node: ast.expr) -> bool:
        """True when the expression draws random numbers."""
        makers = {"default_rng", "RandomState", "Random"}
        for part in ast.walk(node):
            match part:
                case ast.Attribute(attr="random"):
                    return True
                case ast.Call(func=ast.Attribute(value=ast.Name(id=owner))):
                    for statement in self.statements:
                        match statement.node:
                            case ast.Assign(
                                targets=[ast.Name(id=bound)], value=ast.Call(func=made)
                            ) if (bound == owner and last_name(made) in makers):
                                return True
        return False

    def kind_before(self, name: str, order: int) -> Kind:
        """What `name` holds for the statement at `order`; nothing joins the chain."""
        binder = self._binder(name, order)
        return self._kind_of(name, binder) if binder else "frozen"

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

    def dropped(self, call: ast.Call) -> frozenset[str]:
        """The columns that a `drop` call names."""
        words = {word.arg: word.value for word in call.keywords}
        axis = words.get("axis") or (call.args[1] if len(call.args) > 1 else None)
        by_axis = isinstance(axis, ast.Constant) and axis.value in (1, "columns")
        first = call.args[0] if call.args and by_axis else words.get("labels")
        named = words.get("columns") or first
        if named is None:
            return frozenset()
        parts = named.elts if isinstance(named, ast.List | ast.Tuple) else [named]
        return frozenset(text for part in parts if (text := self.text_of(part)) is not None)

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
                if _is_source(value, work, self):
                    return self._starts(name, binder)
                kind = work.kind(value, columns)
                if kind == "rows":
                    work.keep(name)
                return kind
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Call() as value):
                return self._unpacked(name, binder, targets, value, work, columns)
            case ast.AnnAssign(target=ast.Name(), value=ast.expr() as value):
                if _is_source(value, work, self):
                    return self._starts(name, binder)
                kind = work.kind(value, columns)
                if kind == "rows":
                    work.keep(name)
                return kind
            case ast.AugAssign(target=ast.Name(id=own), value=value):
                kinds = {self.name(own, binder.order, columns), work.kind(value)}
                if "rows" in kinds:
                    work.keep(name)
                    return "rows"
                return "frozen"
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                for target, value in zip(targets, values, strict=False):
                    if isinstance(target, ast.Name) and target.id == name:
                        kind = work.kind(value, columns)
                        if kind == "rows":
                            line = f"{name} = {work.served(value)}"
                            self.chain.lines.setdefault(binder.order, []).append(line)
                        return kind
        return "frozen"

    def _starts(self, name: str, binder: Statement) -> Kind:
        chain = self.chain
        if chain.source and (chain.source, chain.start) != (name, binder.order):
            raise Refused(f"rows come from two places: '{chain.source}' and '{name}'", binder.order)
        chain.source, chain.start = name, binder.order
        return "rows"

    def _unpacked(
        self,
        name: str,
        binder: Statement,
        targets: list[ast.expr],
        value: ast.Call,
        work: Work,
        columns: Columns,
    ) -> Kind:
        position = next(
            (i for i, t in enumerate(targets) if isinstance(t, ast.Name) and t.id == name), None
        )
        if last_name(value.func) in rowwise.SPLITS and position is not None:
            argument = value.args[position // 2] if position // 2 < len(value.args) else None
            if argument is None:
                raise Refused("a split whose parts are not plain", binder.order)
            kind = work.kind(argument, columns)
            if kind == "rows":
                text = work.served(argument)
                lines = self.chain.lines.setdefault(binder.order, [])
                if text != name and f"{name} = {text}" not in lines:
                    lines.append(f"{name} = {text}")
            return kind
        if _is_source(value, work, self) and position == 0:
            return self._starts(name, binder)
        return "frozen"

    # --- statements that change a frame in place ---------------------------------------------

    def _change(self, statement: Statement, name: str, columns: Columns) -> Columns:
        """The columns wanted before `statement`, which changes the frame `name`."""
        work = Work(statement, self)
        node = work.tree
        match node:
            case ast.Assign(targets=[ast.Subscript() as target], value=value):
                return self._column_set(work, target, value, name, columns)
            case ast.Assign(targets=[ast.Attribute(attr=attr)], value=value):
                if attr != "columns":
                    work.kind(value)
                elif work.kind(value) == "rows":
                    raise Refused("names of columns that depend on rows", statement.order)
                work.keep(name)
                return EVERY if attr == "columns" else columns
            case ast.AugAssign(target=ast.Subscript() as target, value=value):
                column = self.text_of(target.slice)
                if column is not None and not columns.wants(column):
                    return columns
                work.kind(value)
                work.keep(name)
                return columns
            case ast.Delete(targets=[ast.Subscript(slice=index)]):
                return self._dropped(statement, name, index, columns)
            case ast.Assign(value=ast.Call(func=ast.Attribute(attr="pop"), args=[index])):
                return self._dropped(statement, name, index, columns)
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr=attr)) as call):
                return self._called_in_place(work, call, attr, name, columns)
            case ast.For(target=ast.Name(id=variable), iter=source, body=body):
                return self._looped(work, node, variable, source, body, name, columns)
        raise Refused(
            f"'{name}' is changed in a way that cannot be repeated row by row", statement.order
        )

    def _column_set(
        self, work: Work, target: ast.Subscript, value: ast.expr, name: str, columns: Columns
    ) -> Columns:
        column = self.text_of(target.slice)
        if isinstance(target.slice, ast.Tuple):  # .loc[mask, column]
            column = self.text_of(target.slice.elts[-1])
            if column is not None and not columns.wants(column):
                return columns
            for part in target.slice.elts[:-1]:
                if not isinstance(part, ast.Slice):
                    work.kind(part)
        elif column is not None and not columns.wants(column):
            return columns
        work.kind(value)
        work.keep(name)
        if column is None or isinstance(target.slice, ast.Tuple):
            return columns.also(_columns_read(value, name))
        return columns.without(column).also(_columns_read(value, name))

    def _dropped(
        self, statement: Statement, name: str, index: ast.expr, columns: Columns
    ) -> Columns:
        column = self.text_of(index)
        if column is None:
            raise Refused("a column is taken out by a computed name", statement.order)
        line = f'{name} = {name}.drop(columns=["{column}"], errors="ignore")'
        self.chain.lines[statement.order] = [line]
        return columns.without(column)

    def _called_in_place(
        self, work: Work, call: ast.Call, attr: str, name: str, columns: Columns
    ) -> Columns:
        if attr in rowwise.FILTERS:
            return columns
        if attr == "drop":
            work.forgive_drop(call)
            work.keep(name)
            for column in self.dropped(call):
                columns = columns.without(column)
            return columns
        if attr in rowwise.ACROSS:
            raise Refused(rowwise.why_across(attr), work.statement.order)
        if attr not in rowwise.BY_ROW and attr != "insert":
            raise Refused(f"{attr}() is not known to work row by row", work.statement.order)
        for argument in [*call.args, *(word.value for word in call.keywords)]:
            work.kind(argument)
        work.keep(name)
        return columns

    def _looped(
        self,
        work: Work,
        node: ast.For,
        variable: str,
        source: ast.expr,
        body: list[ast.stmt],
        name: str,
        columns: Columns,
    ) -> Columns:
        """A loop over columns whose body sets them row by row."""
        order = work.statement.order
        if work.kind(source) != "frozen" or node.orelse:
            raise Refused("a loop over rows", order)
        self.local[variable] = "frozen"
        frozen = len(self.chain.frozen)
        try:
            for inner in body:
                match inner:
                    case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=owner))], value=value):
                        if owner != name:
                            raise Refused(f"a loop that changes '{owner}' too", order)
                        work.kind(value)
                    case _:
                        raise Refused("a loop that does more than set columns", order)
        finally:
            del self.local[variable]
        if len(self.chain.frozen) > frozen or work.train:
            raise Refused(
                "a loop in which each round learns something; write one statement for each column",
                order,
            )
        work.keep(name)
        return columns


class Work:
    """One statement being read: the edits of its served text and of training's text."""

    def __init__(self, statement: Statement, tracer: Tracer) -> None:
        from converter.syntax.parsing import parsed

        self.statement = statement
        self.tracer = tracer
        self.tree = parsed(statement.text).body[0]
        self.offsets = Offsets(statement.text)
        self.serve: list[Edit] = []
        self.train: list[Edit] = []

    @property
    def order(self) -> int:
        return self.statement.order

    def keep(self, name: str) -> None:
        """Nothing; the statement's served text is a line of the chain."""
        text = apply_edits(self.statement.text, sorted(set(self.serve)))
        if text.strip() != f"{name} = {name}":
            self.tracer.chain.lines[self.order] = [text]
        if self.train:
            self.tracer.chain.edits[self.order] = sorted(set(self.train))

    def served(self, node: ast.expr) -> str:
        """The served text of a part of the statement."""
        start, end = self.offsets.start(node), self.offsets.end(node)
        inside = [e for e in sorted(set(self.serve)) if start <= e.start and e.end <= end]
        shifted = [Edit(e.start - start, e.end - start, e.text) for e in inside]
        return apply_edits(self.statement.text[start:end], shifted)

    def source(self, node: ast.expr) -> str:
        """The notebook's text of a part of the statement."""
        return self.statement.text[self.offsets.start(node) : self.offsets.end(node)]

    def replace(self, node: ast.expr, text: str, *, training: bool = False) -> None:
        """Nothing; `node` is served as `text`, and training uses the same where it is told to."""
        start, end = self.offsets.start(node), self.offsets.end(node)
        self.serve = [e for e in self.serve if not (start <= e.start and e.end <= end)]
        self.serve.append(Edit(start, end, text))
        if training:
            self.train.append(Edit(start, end, text))

    def freeze(self, node: ast.expr, hint: str) -> Kind:
        """`frozen`: what `node` computes over training's rows is kept under a name."""
        name = self.frozen_before(self.source(node), hint)
        self.replace(node, name, training=True)
        return "frozen"

    def frozen_before(self, text: str, hint: str) -> str:
        """The name under which `text` is kept before the statement runs in training."""
        for each in self.tracer.chain.frozen.values():
            if (each.statement, each.text, each.after) == (self.order, text, False):
                return each.name
        name = self._unused(hint)
        self.tracer.chain.frozen[name] = Frozen(self.order, False, name, text)
        return name

    def freeze_after(self, text: str, hint: str) -> str:
        """The name under which `text` is kept once the statement has run in training."""
        for each in self.tracer.chain.frozen.values():
            if (each.statement, each.text, each.after) == (self.order, text, True):
                return each.name
        name = self._unused(hint)
        self.tracer.chain.frozen[name] = Frozen(self.order, True, name, text)
        return name

    def _unused(self, hint: str) -> str:
        words = "".join(c if c.isalnum() else "_" for c in hint).strip("_").lower() or "kept"
        name = words if not words[0].isdigit() else f"_{words}"
        number = 1
        while name in self.tracer.taken:
            number += 1
            name = f"{words}_{number}"
        self.tracer.taken.add(name)
        return name

    def forgive_drop(self, call: ast.Call) -> None:
        """Nothing; a column that requests do not have may be missing when it is dropped."""
        if not any(word.arg == "errors" for word in call.keywords):
            end = self.offsets.end(call) - 1
            self.serve.append(Edit(end, end, ', errors="ignore"'))

    def kind(self, node: ast.expr, columns: Columns = EVERY) -> Kind:
        """Whether `node` is about rows or frozen."""
        from converter.rewrite.serving.expressions import kind_of

        return kind_of(node, self, columns)


def _same(tree: ast.stmt, parts: list[ast.expr], statement: Statement) -> Iterator[ast.expr]:
    """The places of a statement in a tree of its own text."""
    target = tree.targets[0] if isinstance(tree, ast.Assign) else getattr(tree, "target", None)
    if parts and isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Tuple):
        yield from (p for p in target.slice.elts[:-1] if not isinstance(p, ast.Slice))


def _value_of(tree: ast.stmt) -> ast.expr:
    value = getattr(tree, "value", None)
    assert isinstance(value, ast.expr)
    return value


def _is_plain(node: ast.expr) -> bool:
    """True for one literal value."""
    return isinstance(node, ast.Constant) or (
        isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant)
    )


def texts_of(node: ast.expr) -> Iterator[str]:
    """The texts in a literal."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def constant_of(node: ast.expr) -> str | None:
    """The text that an index is, if it is one."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def base_of(node: ast.expr) -> str:
    """`a` for `a.b[c]`."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def last_name(node: ast.expr) -> str:
    """The last part of a called name."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _columns_read(node: ast.expr, frame: str) -> frozenset[str] | None:
    """Columns of `frame` that an expression reads; None where that cannot be told."""
    found: set[str] = set()
    for part in ast.walk(node):
        match part:
            case ast.Subscript(value=ast.Name(id=name), slice=index) if name == frame:
                texts = set(texts_of(index))
                if not texts:
                    return None
                found |= texts
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if name == frame:
                if attr in ("loc", "iloc", "apply", "columns", "values"):
                    return None
                found.add(attr)
    return frozenset(found)


def _is_source(value: ast.expr, work: Work, tracer: Tracer) -> bool:
    """True for a call that brings rows in: a reader, a maker of data, a frame of plain values."""
    if isinstance(value, ast.Attribute):  # `load_iris().data`, `data.data`
        return value.attr in ("data", "frame") and not isinstance(value.value, ast.Attribute)
    if not isinstance(value, ast.Call):
        return False
    name = last_name(value.func)
    if name.startswith(("read_", "load_", "fetch_", "make_", "scan_")) and not name.startswith(
        ("make_pipeline", "make_column", "make_union", "make_scorer")
    ):
        return True
    if name in ("DataFrame", "Series") and value.args:
        return not _mentions_rows(value, work, tracer)
    if isinstance(value.func, ast.Name) and name in tracer.static:
        # A function of the notebook that is given no rows makes them.
        defined = any(getattr(s.node, "name", "") == name for s in tracer.statements)
        return defined and not _mentions_rows(value, work, tracer)
    return False


def _mentions_rows(call: ast.Call, work: Work, tracer: Tracer) -> bool:
    """True when an argument of the call is about rows that are traced already, or can be."""
    names = {
        part.id
        for argument in [*call.args, *(word.value for word in call.keywords)]
        for part in ast.walk(argument)
        if isinstance(part, ast.Name) and part.id not in tracer.static | tracer.given
    }
    names &= {name for statement in tracer.statements for name in statement.binds}
    for name in sorted(names):
        try:
            if tracer.kind_before(name, work.order) == "rows":
                return True
        except Refused:
            return True  # rows, if none that could be served
    return False
