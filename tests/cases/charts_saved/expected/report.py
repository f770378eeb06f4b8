"""Report: figures and tables (cells 1-5 of the notebook)."""

import plotly.express as px
import plotly.graph_objects as go

from demo.chart_pages import save_chart


def card(title, value):
    # one number
    f = go.Figure(go.Indicator(mode="number", value=value, title={"text": title}))
    save_chart(f)


def report() -> None:
    """Report: figures and tables (notebook cells 1-5)."""
    rows = {"x": [1, 2, 3], "y": [2, 4, 9]}
    fig = px.line(rows, x="x", y="y")
    fig.update_layout(height=300)
    save_chart(fig)
    for name in ("x", "y"):
        card(name, sum(rows[name]))
    save_chart(px.bar(rows, x="x", y="y"))
    save_chart(fig)
