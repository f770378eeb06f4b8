"""One statement on its way into the project: its text, its own tree, and what was decided."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from converter.model.dataflow import Statement
from converter.syntax.charts import Charts
from converter.syntax.parsing import parsed
from converter.syntax.text import Offsets
from converter.syntax.tokens import tokens_of


@dataclass(frozen=True)
class Decisions:
    """What the plan decided that rules have to know.

    lifted: definition -> its (runtime value, parameter name) pairs; `positional` the parameters that each
    had before, in their order. `pyplot` are names bound to
    matplotlib.pyplot, `shows` those bound to its function `show`, `media` what wraps values only to show
    them (`HTML`). `prints` is True when displays are printed, `hoisted` are imports (as text) that stand at the top of
    modules although a block has them too, `early` names that are imported there, `literal` when the code works
    on module globals. `kept` are values that live in the module which stages call `shared`, `sharing` the
    orders of the definitions there, `movable` of all that stand at module level. `logs_to_output` is True when
    log lines end on standard output or in files, which show the loggers' names. `has_file` is True when the notebook itself says what `__file__` is,
    `module` the project's module whose globals the code works on.
    `charts` says what charts of plotly are. `show`, `close_figures`, `run_shell`, `shell_output` and
    `save_chart` are the names that the project's own helpers
    have in the modules: others where the notebook uses these itself.
    """

    lifted: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    positional: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pyplot: frozenset[str] = frozenset()
    shows: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()
    prints: bool = False
    literal: bool = False
    kept: frozenset[str] = frozenset()
    shared: str = "shared"
    sharing: frozenset[int] = frozenset()
    movable: frozenset[int] = frozenset()
    logs_to_output: bool = False
    hoisted: frozenset[str] = frozenset()
    early: frozenset[str] = frozenset()
    has_file: bool = False
    module: str = ""
    show: str = "show"
    close_figures: str = "close_figures"
    run_shell: str = "run_shell"
    shell_output: str = "shell_output"
    save_chart: str = "save_chart"
    charts: Charts = Charts()


@dataclass(frozen=True)
class Body:
    """A statement with a tree of its own text (offsets are characters of `text`)."""

    statement: Statement
    decisions: Decisions

    @property
    def text(self) -> str:
        return self.statement.text

    @cached_property
    def tree(self) -> ast.stmt:
        """The statement parsed from its own text, so that positions are those of the text."""
        return parsed(self.text).body[0]

    @cached_property
    def offsets(self) -> Offsets:
        return Offsets(self.text)

    @cached_property
    def tokens(self) -> tuple[tuple[int, int, str], ...]:
        """(start, end, text) of the statement's tokens, without comments."""
        return tokens_of(self.text)

    def find(self, pattern: str) -> Iterator[Any]:
        """ast-grep matches of `pattern` in the statement."""
        from ast_grep_py import SgRoot

        yield from SgRoot(self.text, "python").root().find_all(pattern=pattern)
