"""The level that a forecast of differences starts from: `y.iloc[-1] + fit.forecast(12).cumsum()`."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from converter.model.dataflow import Statement
from converter.rewrite.serving.parts import free_name, given_to, is_written
from converter.syntax.dotted import root_name

SUMMING = "cumsum"


class Levels:
    """The levels to which the sums of a forecast's differences are added, as they are when it is asked.

    `kept` has the text of each, and the name under which training keeps it.
    """

    def __init__(self, order: int, statements: Sequence[Statement], taken: set[str]) -> None:
        self.kept: dict[str, str] = {}
        self.since = -1
        """The last statement that gives them their values."""
        self._order, self._statements, self._taken = order, statements, taken

    def name_of(self, node: ast.expr) -> str:
        """The name of a level; "" for an expression that is no single value, or another one later."""
        names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        changes = [s.order for s in self._statements if names & (s.binds | s.mutates)]
        if not names or not self._is_one(node) or max(changes, default=-1) >= self._order:
            return ""
        self.since = max(self.since, *changes, -1)
        if isinstance(node, ast.Name):
            return node.id
        text = ast.unparse(node)
        if text not in self.kept:
            self.kept[text] = free_name(f"{root_name(node)}_last", self._taken)
        return self.kept[text]

    def _is_one(self, node: ast.expr) -> bool:
        match node:
            case ast.Subscript(value=value, slice=index) if is_written(index):
                at = ast.unparse(index)
                if isinstance(value, ast.Attribute) and value.attr in ("iloc", "values"):
                    return at == "-1" and isinstance(value.value, ast.Name | ast.Subscript)
            case ast.Name(id=name):
                given = [v for s in self._statements for v in given_to(name, s.node)]
                return len(given) == 1 and self._is_one(given[0])
        return False
