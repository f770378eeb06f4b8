"""Loops over columns in the chain: what each round learns is kept in a table by the loop's variable."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING

from converter.rewrite.serving import rowwise
from converter.rewrite.serving.chain import EVERY, Columns, Refused
from converter.rewrite.serving.expressions import is_about_rows, kind_of
from converter.rewrite.serving.listed_names import names_listed
from converter.rewrite.serving.over_columns import (
    frame_looped,
    is_looped,
    names_frame,
    only_asks,
    sets_of,
    variable_of,
)
from converter.rewrite.serving.parts import base_of
from converter.rewrite.serving.passes import without_passes
from converter.rewrite.serving.work import Round, Work
from converter.syntax.dotted import last_name, root_name
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits

if TYPE_CHECKING:
    from converter.rewrite.serving.tracing import Tracer

SHOWN = frozenset({"print", "display", "info", "describe", "head", "value_counts"})
LISTING = frozenset({"add", "append"})


def repeat_loop(
    tracer: Tracer, work: Work, loop: ast.For, frame: str, columns: Columns = EVERY
) -> None:
    """Nothing; the loop, whose body sets columns of `frame` row by row, joins the chain.

    `columns` are wanted of the frame then. Raises Refused where a round does anything else.
    """
    if not sets_of(loop, frame) and only_asks(loop, frame):
        return
    variable = variable_of(loop)
    if not variable or loop.orelse:
        raise Refused("a loop over more than the names of columns", work.order)
    over = frame_looped(loop, frame)
    if over is not None and is_about_rows(over, work):
        hint = f"{root_name(over)}_columns"
        names = work.frozen_before(f"{work.source(over)}.columns", hint)
        plain = isinstance(loop.target, ast.Name)
        work.replace(loop.iter, names, training=plain)
        if not plain:  # `for name, column in df.items()`
            work.replace(loop.target, variable)
    elif kind_of(loop.iter, work) != "frozen":
        raise Refused("a loop over rows", work.order)
    if work.order in tracer.chain.lines and not sets_of(loop, frame):
        return  # it is in the chain for another frame, and this one may only have been that once
    _Loop(tracer, work, variable, frame).repeat(loop, columns)


class _Loop:
    def __init__(self, tracer: Tracer, work: Work, variable: str, frame: str) -> None:
        self.tracer = tracer
        self.work = work
        self.variable = variable
        self.frame = frame
        self.bound: dict[str, ast.stmt] = {}
        """Names that each round binds to something frozen, by the statement that does."""
        self.counted: set[str] = set()
        """Names of what rounds count, or list."""

    def repeat(self, loop: ast.For, columns: Columns) -> None:
        before = dict(self.tracer.local)
        self.tracer.local[self.variable] = "frozen"
        try:
            self._body(loop.body, loop)
            self._keep_bound()
        finally:
            self.tracer.local.clear()
            self.tracer.local.update(before)
            self.work.round = None
        if not (_counts(loop) or self._are_wanted(loop, columns)):
            # Columns that training had and requests have not, the target among them.
            self.work.skip(loop.body[0], f"if {self.variable} not in {self.frame}:", "continue")
        self.work.keep(self.frame)
        lines = self.tracer.chain.lines
        text = without_passes(lines.pop(self.work.order)[0])
        if text:
            lines[self.work.order] = [text]

    def _are_wanted(self, loop: ast.For, columns: Columns) -> bool:
        """True for columns that are written down and wanted, or not set by their bare names."""
        bare = any(
            isinstance(part, ast.Subscript)
            and isinstance(part.ctx, ast.Store)
            and isinstance(part.slice, ast.Name)
            and part.slice.id == self.variable
            for part in ast.walk(loop)
        )
        names = names_listed(loop.iter, self.work.order, self.tracer.statements)
        return names is not None and (not bare or all(map(columns.wants, names)))

    def _refuse(self, why: str) -> Refused:
        return Refused(why, self.work.order)

    def _body(self, body: Iterable[ast.stmt], owner: ast.stmt) -> None:
        for inner in body:
            if inner.lineno == owner.lineno:
                raise self._refuse("a loop in one line; write its body on lines of its own")
            self.work.round = Round(self.variable, inner)
            self._statement(inner)

    def _statement(self, inner: ast.stmt) -> None:
        work = self.work
        match inner:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self._bind(inner, name, value)
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=value) if all(
                isinstance(each, ast.Name) for each in names
            ):
                for each in names:
                    assert isinstance(each, ast.Name)
                    self._bind(inner, each.id, value)
                    if self.tracer.local[each.id] == "rows":
                        raise self._refuse("a loop that binds names to several columns at once")
            case ast.Assign(targets=[ast.Subscript() as target], value=value) | ast.AugAssign(
                target=ast.Subscript() as target, value=value
            ):
                if base_of(target) == self.frame:
                    self._places(target)
                    kind_of(value, work)
                else:
                    self._put_aside(inner, target, value)
            case ast.AugAssign(target=ast.Name(id=name), value=value):
                self._count(inner, name, [value])
            case ast.If():
                self._decision(inner)
            case ast.For(target=ast.Name(id=name), orelse=[]) if _counts(inner):
                self._counted(inner, name)
            case ast.For() if not names_frame(inner, self.frame):
                self._left_to_training(inner)
            case ast.Expr(value=ast.Call() as call):
                self._called(inner, call)
            case ast.Pass() | ast.Continue():
                pass
            case _:
                raise self._refuse("a loop that does more than set columns")

    def _decision(self, node: ast.If) -> None:
        """An `if` and those after its `elif`: what their tests freeze is kept before the first."""
        if kind_of(node.test, self.work) != "frozen":
            raise self._refuse("a loop that decides by rows")
        place = self.work.round
        self._body(node.body, node)
        match node.orelse:
            case [ast.If(col_offset=column) as other] if column == node.col_offset:
                self.work.round = place
                self._decision(other)
            case _:
                self._body(node.orelse, node)

    def _counted(self, inner: ast.For, name: str) -> None:
        """A loop over numbers within the loop: what its rounds freeze is kept by both variables."""
        if kind_of(inner.iter, self.work) != "frozen" or self.bound:
            raise self._refuse("a loop in a loop; write the inner one as a function of the rows")
        outer, self.variable = self.variable, f"{self.variable}, {name}"
        self.tracer.local[name] = "frozen"
        self._body(inner.body, inner)
        if self.bound:
            raise self._refuse(f"a loop in a loop that binds '{min(self.bound)}'")
        self.variable = outer

    def _left_to_training(self, inner: ast.For) -> None:
        """A loop within the loop that has nothing to do with the frame, such as one over folds of the
        training rows: serving does without, and may read nothing that it binds."""
        for part in ast.walk(inner):
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                self.counted.add(part.id)
                self.tracer.local[part.id] = "frozen"
            if isinstance(part, ast.Name) and sets_of(inner, part.id) and is_looped(part, inner):
                raise self._refuse(f"a loop in a loop that changes each '{part.id}'")
        self.work.leave_out(inner)

    def _bind(self, inner: ast.stmt, name: str, value: ast.expr) -> None:
        """A name of the round: frozen values are left out when serving, rows are not."""
        if name in self.bound:
            raise self._refuse(f"a loop that binds '{name}' twice in a round")
        mark = self.work.mark()
        kind = kind_of(value, self.work)
        self.tracer.local[name] = kind
        if kind == "frozen":
            self.work.back(mark)
            self.work.leave_out(inner)
            self.bound[name] = inner

    def _count(self, inner: ast.stmt, name: str, given: list[ast.expr]) -> None:
        """What rounds count, or list, of the notebook's own: serving does without."""
        mark = self.work.mark()
        kinds = [kind_of(each, self.work) for each in given]
        self.work.back(mark)
        if "rows" in kinds or self.tracer.kind_before(name, self.work.order) == "rows":
            raise self._refuse(f"a loop that changes '{name}' too")
        self.work.leave_out(inner)
        self.counted.add(name)

    def _places(self, target: ast.Subscript) -> None:
        index = target.slice
        for part in index.elts[:-1] if isinstance(index, ast.Tuple) else ():
            if not isinstance(part, ast.Slice):
                kind_of(part, self.work)

    def _put_aside(self, inner: ast.stmt, target: ast.Subscript, value: ast.expr) -> None:
        """`encoders[column] = encoder`: a table of the notebook's own, or another frame of rows."""
        owner = base_of(target)
        if self.tracer.kind_before(owner, self.work.order) == "frozen":
            mark = self.work.mark()
            if kind_of(value, self.work) == "rows":
                raise self._refuse(f"a loop that changes '{owner}' too")
            self.work.back(mark)
        self.work.leave_out(inner)

    def _called(self, inner: ast.stmt, call: ast.Call) -> None:
        work, name = self.work, last_name(call.func)
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        if name in SHOWN or (name in rowwise.FITTING and owner and self._is_frozen(owner)):
            work.leave_out(inner)
            return
        if name in LISTING and isinstance(owner, ast.Name) and self._is_frozen(owner):
            self._count(inner, owner.id, call.args)
            return
        if owner is not None and base_of(owner) == self.frame and name in rowwise.BY_ROW | {"drop"}:
            kind_of(call, work)
            return
        raise self._refuse(f"a loop that calls {name}()")

    def _is_frozen(self, owner: ast.expr) -> bool:
        mark = self.work.mark()
        kind = kind_of(owner, self.work)
        self.work.back(mark)
        return kind == "frozen"

    def _keep_bound(self) -> None:
        """Nothing; names of a round that serving reads are read from tables that training filled."""
        work = self.work
        text = apply_edits(work.statement.text, sorted(set(work.serve)))
        read = {
            part.id
            for part in ast.walk(parsed(text))
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)
        }
        if again := read & self.counted:
            raise self._refuse(f"a round reads '{min(again)}', which rounds change")
        for name, inner in self.bound.items():
            if name not in read:
                continue
            work.round = Round(self.variable, inner)
            kept = work.frozen_after(name, name)
            work.serve = [Edit(e.start, e.end, _renamed(e.text, name, kept)) for e in work.serve]
            self._rename(name, kept)

    def _rename(self, name: str, kept: str) -> None:
        """Nothing; what the notebook reads as `name` outside of edits is served as `kept`."""
        work = self.work
        for part in ast.walk(work.tree):
            if not (isinstance(part, ast.Name) and part.id == name):
                continue
            start, end = work.offsets.start(part), work.offsets.end(part)
            inside = any(e.start <= start and end <= e.end for e in work.serve)
            if isinstance(part.ctx, ast.Load) and not inside:
                work.serve.append(Edit(start, end, kept))


def _counts(loop: ast.For) -> bool:
    """True for a loop over numbers, which name no columns."""
    return isinstance(loop.iter, ast.Call) and last_name(loop.iter.func) == "range"


def _renamed(text: str, name: str, kept: str) -> str:
    """An edit's text with a name of the round read from its table."""
    try:
        tree = parsed(text)
    except SyntaxError:
        return text
    offsets = Offsets(text)
    return apply_edits(
        text,
        sorted(
            Edit(offsets.start(part), offsets.end(part), kept)
            for part in ast.walk(tree)
            if isinstance(part, ast.Name) and part.id == name
        ),
    )
