"""What rounds compute for their rows beside the estimator: training gives it names, which it keeps.

`few[c] = few[c].map(part.groupby(c)["y"].mean())` needs the table of each round, and of each column.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection

from converter.rewrite.serving.chain import Refused
from converter.rewrite.serving.choices import takes_places
from converter.rewrite.serving.expressions import kind_of
from converter.rewrite.serving.parts import base_of
from converter.rewrite.serving.rounds import (
    ColumnLoop,
    column_loop,
    in_place,
    names_in,
    own_parts,
    replaced,
    word_for,
)
from converter.rewrite.serving.work import Work
from converter.syntax.names import names_of
from converter.syntax.text import Edit, indented

Refuse = Callable[[str], Refused]


class Hoisting:
    """Lines and edits of training for a loop of rounds; `bound` are names that each round binds anew."""

    def __init__(self, work: Work, bound: set[str], refuse: Refuse) -> None:
        self.work, self.bound, self.refuse = work, bound, refuse
        self.edits: list[Edit] = []
        self.replaced: set[str] = set()
        """Names that are read only by what has a name of its own now."""
        self._before: dict[int, tuple[str, list[str]]] = {}

    def insert(self, each: ast.stmt, line: str) -> None:
        """Nothing; training says `line` before a statement of the loop, after what else was inserted."""
        indent, lines = self._before.setdefault(
            self.work.offsets.start(each), (self.work.indent(each), [])
        )
        if line not in lines:
            lines.append(line)

    def all_edits(self) -> list[Edit]:
        inserted = [
            Edit(place, place, "".join(f"{line}\n{indent}" for line in lines))
            for place, (indent, lines) in self._before.items()
        ]
        return [*self.edits, *inserted]

    def name_parts(self, each: ast.stmt, rows: Collection[str]) -> None:
        """Nothing; what a statement of the round computes from other rows than its own gets names."""
        for part in self._own_parts(each, rows, (), ()):
            name = self.work.tracer.unused(word_for(part))
            self.insert(each, f"{name} = {self.work.source(part)}")
            self._replace(part, name, each)
            self.bound.add(name)

    def columns(self, loop: ast.For, rows: set[str]) -> str:
        """A loop of the round that sets columns of its frames, as it is served. Raises Refused.

        Names that it binds to what it makes of their rows are added to `rows`.
        """
        found = column_loop(loop, rows)
        rows |= found.rows
        if (
            not isinstance(loop.target, ast.Name)
            or loop.orelse
            or loop.body[0].lineno == loop.lineno
        ):
            raise self.refuse(
                "write the loop over columns with one name, its body on lines of its own"
            )
        iterated = self._iterated(loop)
        fitted = set(self.work.tracer.fitting.names(loop))
        assigned = names_of(*loop.body).binds
        plain = ((fitted | assigned) - found.rows) & found.reads
        tables: dict[str, str] = {}
        texts = []
        for each in found.kept:
            self._set(each, found, plain, tables, loop.target.id, fitted - assigned)
            self._check(each, found)
            texts.append(self.work.served(each))
        body = "\n".join(indented(text) for text in texts)
        return f"for {loop.target.id} in {iterated}:\n{body}"

    def _iterated(self, loop: ast.For) -> str:
        """What the loop goes through, as serving says it."""
        text = self.work.source(loop.iter)
        if isinstance(loop.iter, ast.Name) or not set(names_in(loop.iter)) & self.bound:
            return text
        name = self.work.tracer.unused("columns")
        self.insert(loop, f"{name} = list({text})")
        self._replace(loop.iter, name, loop)
        self.bound.add(name)
        return name

    def _check(self, each: ast.stmt, found: ColumnLoop) -> None:
        """Nothing; how rows are prepared joins the chain. Raises Refused for what is no plain statement."""
        local = self.work.tracer.local
        match each:
            case _ if call := in_place(each):
                kind_of(call, self.work)
                return
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                local[name] = kind_of(value, self.work)
                return
            case ast.Assign(targets=[ast.Subscript() as target], value=value) | ast.AugAssign(
                target=ast.Subscript() as target, value=value
            ) if (base_of(target) in found.rows):
                kind_of(value, self.work)
                return
        raise self.refuse(
            "a loop within it sets columns otherwise than one by one, each on its line"
        )

    def _set(
        self,
        each: ast.stmt,
        found: ColumnLoop,
        plain: Collection[str],
        tables: dict[str, str],
        variable: str,
        shared: Collection[str],
    ) -> None:
        """Nothing; what the statement needs of this round and this column is kept in `tables`."""
        for part in self._own_parts(each, found.rows, plain, (variable,)):
            text = self.work.source(part)
            if text not in tables:
                word = text if isinstance(part, ast.Name) else word_for(part)
                tables[text] = self.work.tracer.unused(f"{word}_by_{variable}")
                self.insert(found.node, f"{tables[text]} = {{}}")
                self.bound.add(tables[text])
                kept = f"copy.deepcopy({text})" if text in shared else text
                self.insert(each, f"{tables[text]}[{variable}] = {kept}")
            said = f"{tables[text]}[{variable}]"
            if isinstance(part, ast.Name):
                self.work.replace(part, said)
            else:
                self._replace(part, said, each)

    def _own_parts(
        self,
        each: ast.stmt,
        rows: Collection[str],
        plain: Collection[str],
        variables: Collection[str],
    ) -> list[ast.expr]:
        """What a statement reads of the round's own; rows are those of before the loop, too."""
        work, tracer = self.work, self.work.tracer
        others = {*names_in(each)} - self.bound - tracer.local.keys() - tracer.static
        outside = {n for n in others if tracer.kind_before(n, work.order) == "rows"}
        rows = {*rows, *outside}
        own = self.bound - rows - set(variables)
        return list(own_parts(each, rows, own, plain, lambda part: takes_places(part, work)))

    def _replace(self, part: ast.expr, text: str, each: ast.stmt) -> None:
        """Nothing; serving and training say `text` in place of a part of the statement."""
        self.replaced |= set(names_in(part))
        self.work.replace(part, text)
        self.edits.append(Edit(self.work.offsets.start(part), self.work.offsets.end(part), text))
        name = text.partition("[")[0]
        self.work.tracer.local[name] = "frozen"
        replaced(each, part, name)
