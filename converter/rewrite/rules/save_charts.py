"""A chart of plotly that the notebook shows becomes a page in the run's folder: a job has no browser."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from converter.rewrite.body import Body
from converter.syntax.charts import is_chart, shown_charts
from converter.syntax.text import Edit

CODE = "RW117"
KEEPS = [
    "window.show()\n",
    "chart.show(renderer=mine)\n",
    "x = chart.to_html()\n",
    "def g(chart):\n    chart.show()\n",
]
CHANGES = [
    ("chart.show()\n", "save_chart(chart)\n"),
    ('chart.show("png", width=300)\n', "save_chart(chart)\n"),
    ("px.line(df).update_layout(height=3).show()\n", "save_chart(px.line(df).update_layout(height=3))\n"),
    ("chart\n", "save_chart(chart)\n"),
    ("if x:\n    display(chart)\n", "if x:\n    save_chart(chart)\n"),
    ("def g(df):\n    f = px.bar(df)\n    f.show()\n", "def g(df):\n    f = px.bar(df)\n    save_chart(f)\n"),
]  # fmt: skip


def edits(body: Body) -> Iterator[Edit]:
    """`fig.show()`, `display(fig)` and a cell's last `fig` become `save_chart(fig)`."""
    charts = body.decisions.charts
    if not charts:
        return
    for shown in shown_charts(body.tree, charts):
        if not (shown.displayed and body.decisions.prints):
            yield from _saved(shown.chart, shown.call, body)
    node = body.tree
    if body.statement.displayed and not body.decisions.prints and isinstance(node, ast.Expr):
        if is_chart(node.value, charts):
            yield from _saved(node.value, node.value, body)


def _saved(chart: ast.expr, whole: ast.expr, body: Body) -> Iterator[Edit]:
    start, end = body.offsets.start(whole), body.offsets.end(whole)
    yield Edit(start, body.offsets.start(chart), f"{body.decisions.save_chart}(")
    yield Edit(body.offsets.end(chart), end, ")")
