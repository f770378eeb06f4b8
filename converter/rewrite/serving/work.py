"""One statement of the chain while it is read: its text for serving and for training."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from converter.model.dataflow import Statement
from converter.rewrite.serving.chain import Frozen, Kind, RoundKey
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits

if TYPE_CHECKING:
    from converter.rewrite.serving.tracing import Tracer


Mark = tuple[list[Edit], list[Edit], dict[str, Frozen], dict[RoundKey, str]]


@dataclass(frozen=True)
class Round:
    """Where in a loop the work is: the loop's variable, and the statement in its body."""

    variable: str
    inner: ast.stmt


class Work:
    """One statement being read: the edits of its served text and of training's text."""

    def __init__(self, statement: Statement, tracer: Tracer) -> None:
        self.statement = statement
        self.tracer = tracer
        self.tree = parsed(statement.text).body[0]
        self.offsets = Offsets(statement.text)
        self.serve: list[Edit] = []
        self.train: list[Edit] = []
        self.round: Round | None = None
        self.rows: ast.expr | None = None
        """A part that brings the rows in."""
        self.frames: dict[str, str] = {}
        """Arguments of functions within the statement that are frames, and what these are outside."""

    @property
    def order(self) -> int:
        return self.statement.order

    def aside(self, *, shallow: bool = False) -> Work:
        """The same statement for a chain that is thrown away; `shallow` asks for kinds only."""
        other = Work(self.statement, self.tracer.aside(shallow=shallow))
        other.tracer.local = dict(self.tracer.local)
        other.tree, other.round, other.rows = self.tree, self.round, self.rows
        other.frames = dict(self.frames)
        return other

    def keep(self, name: str) -> None:
        """Nothing; the statement's served text is a line of the chain."""
        text = apply_edits(self.statement.text, sorted(set(self.serve)))
        said = [line for line in text.strip().split("\n") if not line.lstrip().startswith("#")]
        if said != [f"{name} = {name}"]:
            self.tracer.chain.lines[self.order] = [text]
        if self.train:
            self.tracer.chain.edits[self.order] = sorted(set(self.train))

    def trained_on(self, inner: ast.expr, name: str) -> str:
        """Training's text of the statement, `inner` being bound to `name` already."""
        edit = Edit(self.offsets.start(inner), self.offsets.end(inner), name)
        return apply_edits(self.statement.text, sorted({*self.train, edit}))

    def served(self, node: ast.expr | ast.stmt) -> str:
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
        return self._kept(self._outside(text), hint, after=False)

    def frozen_after(self, text: str, hint: str) -> str:
        """The name under which `text` is kept once the statement has run in training."""
        return self._kept(text, hint, after=True)

    def _outside(self, text: str) -> str:
        """An expression as it is said before the statement, where arguments of its functions are unknown.

        It takes nothing out of a frame: the statement will.
        """
        text = f"({text})" if "\n" in text else text
        if not self.frames and ".pop(" not in text:
            return text
        offsets = Offsets(text)
        edits: list[Edit] = []
        for part in ast.walk(parsed(text)):
            match part:
                case ast.Name(id=name) if name in self.frames:
                    edits.append(Edit(offsets.start(part), offsets.end(part), self.frames[name]))
                case ast.Call(func=ast.Attribute(value=owner, attr="pop"), args=[index]):
                    edits.append(Edit(offsets.end(owner), offsets.start(index), "["))
                    edits.append(Edit(offsets.end(index), offsets.end(part), "]"))
        return apply_edits(text, sorted(edits))

    def _kept(self, text: str, hint: str, *, after: bool) -> str:
        if self.round is not None:
            return self._kept_each_round(self.round, text, hint, after=after)
        return self.tracer.kept(self.order, text, hint, after=after)

    def _kept_each_round(self, now: Round, text: str, hint: str, *, after: bool) -> str:
        """The same in a loop: a table by the loop's variable, filled in each round of training."""
        rounds = self.tracer.chain.rounds
        key = (self.order, now.inner.lineno, text, after)
        if key not in rounds:
            known = [each.rounds[key] for each in self.tracer.earlier if key in each.rounds]
            rounds[key] = known[0] if known else self.tracer.unused(f"{hint}_by_{now.variable}")
        name = rounds[key]
        self.tracer.chain.frozen[name] = Frozen(self.order, False, name, "{}")
        kept = f"{name}[{now.variable}]"
        start, indent = self.offsets.start(now.inner), self.indent(now.inner)
        if after:
            place, line = self.offsets.end(now.inner), f"\n{indent}{kept} = {text}"
        else:
            place, line = start, f"{kept} = {text}\n{indent}"
        self.train.append(Edit(place, place, line))
        return kept

    def mark(self) -> Mark:
        """What was found so far, to go back to."""
        chain = self.tracer.chain
        return (list(self.serve), list(self.train), dict(chain.frozen), dict(chain.rounds))

    def back(self, mark: Mark) -> None:
        """Nothing; forgets what was found since `mark`."""
        chain = self.tracer.chain
        self.serve, self.train = list(mark[0]), list(mark[1])
        chain.frozen, chain.rounds = dict(mark[2]), dict(mark[3])

    def indent(self, inner: ast.stmt) -> str:
        start = self.offsets.start(inner)
        return self.statement.text[self.statement.text.rfind("\n", 0, start) + 1 : start]

    def skip(self, inner: ast.stmt, test: str, action: str) -> None:
        """Nothing; when serving, `inner` comes after `test` and its `action`."""
        start, indent = self.offsets.start(inner), self.indent(inner)
        self.serve.append(Edit(start, start, f"{test}\n{indent}    {action}\n{indent}"))

    def leave_out(self, inner: ast.stmt) -> None:
        """Nothing; serving does without a statement inside this one."""
        start, end = self.offsets.start(inner), self.offsets.end(inner)
        self.serve = [e for e in self.serve if not (start <= e.start and e.end <= end)]
        self.serve.append(Edit(start, end, "pass"))

    def forgive_drop(self, call: ast.Call) -> None:
        """Nothing; a column that requests do not have may be missing when it is dropped."""
        if not any(word.arg == "errors" for word in call.keywords):
            end = self.offsets.end(call) - 1
            self.serve.append(Edit(end, end, ', errors="ignore"'))
