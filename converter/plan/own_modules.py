"""Which of the project's own modules the emitted code calls: display, charts, shell."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from converter.model.dataflow import Statement
from converter.model.settings import Settings
from converter.syntax.charts import charts_of, is_chart, shown_charts
from converter.syntax.references import references
from converter.syntax.shell_calls import shell_calls


def runs_commands(statements: Iterable[Statement]) -> bool:
    """True when a statement is a shell line."""
    return any(any(shell_calls(each.node)) for each in statements)


def saves_charts(
    statements: Sequence[Statement], notebook: Iterable[Statement], settings: Settings
) -> bool:
    """True when a statement shows a chart of plotly, as far as all of the `notebook` tells."""
    charts = charts_of(each.node for each in notebook)
    prints = settings.displays == "print"
    if not charts:
        return False
    for each in statements:
        if any(not (prints and shown.displayed) for shown in shown_charts(each.node, charts)):
            return True
        if each.displayed and not prints and isinstance(each.node, ast.Expr):
            if is_chart(each.node.value, charts):
                return True
    return False


def shows_values(statements: Sequence[Statement], settings: Settings) -> bool:
    """True when emitted code calls `show` or `display`."""
    prints = settings.displays == "print"
    if prints and any(each.displayed for each in statements):
        return True
    for each in statements:
        uses = [use.call for use in references(each.node, frozenset({"display"}))]
        alone = {
            id(part.value)
            for part in ast.walk(each.node)
            if isinstance(part, ast.Expr)
            and isinstance(part.value, ast.Call)
            and not part.value.keywords
        }
        if any(prints or call is None or id(call) not in alone for call in uses):
            return True
    return False
