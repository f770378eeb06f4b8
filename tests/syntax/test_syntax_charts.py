"""Which names and calls mean charts of plotly."""

from __future__ import annotations

import ast

import pytest

from converter.syntax.charts import charts_of, shown_charts

pytestmark = pytest.mark.fast
IMPORTS = (
    "import plotly.express as px\nimport plotly.graph_objects as go\nimport plotly.io as pio\n"
    "from plotly.subplots import make_subplots\nfrom plotly.offline import iplot\n"
)


def shown(source: str) -> list[str]:
    tree = ast.parse(IMPORTS + source)
    charts = charts_of([tree])
    return [ast.unparse(each.chart) for node in tree.body for each in shown_charts(node, charts)]


@pytest.mark.parametrize(
    ("source", "charts"),
    [
        ("fig = px.line(d)\nfig.show()", ["fig"]),
        ("go.Figure(data=d).show(renderer='svg')", ["go.Figure(data=d)"]),
        ("f = make_subplots(rows=2)\nf = f.update_layout(height=3)\nf.show()", ["f"]),
        ("for d in ds:\n    fig = px.bar(d)\n    fig.show()", ["fig"]),
        ("def g(d):\n    f = px.bar(d)\n    f.show()", ["f"]),
        ("def g(d):\n    return px.bar(d)\ng(1).show()\nh = g(2)\nh.show()", ["g(1)", "h"]),
        ("fig = px.line(d)\npio.show(fig)\niplot(fig)\ndisplay(fig)", ["fig"] * 3),
        ("fig = px.line(d)\ndef g():\n    fig.show()", ["fig"]),
    ],
)
def test_charts_that_are_shown(source: str, charts: list[str]) -> None:
    assert shown(source) == charts


@pytest.mark.parametrize(
    "source",
    [
        "window.show()",
        "fig = px.line(d)\nfig = other()\nfig.show()",
        "fig = px.line(d)\ndef g(fig):\n    fig.show()",
        "d = px.data.iris()\nd.show()",
        "fig = px.line(d)\ndef g():\n    global fig\n    fig = 1\nfig.show()",
        "for fig in figs:\n    fig.show()",
        "fig, x = px.line(d), 1\nfig.show()",
        "fig = px.line(d)\nfig.show(renderer=mine)",
        "iplot({'data': 1})",
        "def px(d):\n    return d\npx(1).show()",
        "t = go.Scatter(x=d)\nt.show()",
        "def g(d):\n    if d:\n        return px.bar(d)\n    return None\ng(1).show()",
    ],
)
def test_what_may_be_something_else(source: str) -> None:
    assert shown(source) == []


def test_without_plotly_nothing_is_a_chart() -> None:
    tree = ast.parse("import matplotlib.pyplot as px\nfig = px.line(d)\nfig.show()")
    assert not charts_of([tree])
