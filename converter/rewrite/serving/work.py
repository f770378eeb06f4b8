"""One statement of the chain while it is read: its text for serving and for training."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from converter.model.dataflow import Statement
from converter.rewrite.serving.chain import Frozen, Kind
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits

if TYPE_CHECKING:
    from converter.rewrite.serving.tracing import Tracer


class Work:
    """One statement being read: the edits of its served text and of training's text."""

    def __init__(self, statement: Statement, tracer: Tracer) -> None:
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
