"""What is there for the eye only, and what does more."""

from __future__ import annotations

import pytest
from notebooks import flow_of

pytestmark = pytest.mark.fast
FIRST = (
    "from IPython.display import display, HTML\nimport pandas as pd\nfrom plotly import express as px\n"
    "df, rows, log = pd.DataFrame(), {'a': 1}, []\nit = iter(rows)"
)


def last(source: str, *more: str):
    return flow_of(FIRST, source, *more).statements[-1 - len(more)]


@pytest.mark.parametrize(
    "source",
    [
        "HTML(df.head().to_html(index=False))",
        "display(HTML('<b>' + df.to_html()))",
        "df.to_markdown()",
        "df.style.format('{:.1f}').background_gradient(cmap='Blues')",
        "df.to_string()",
        "df.query('age > 40 and city == \"Bern\"').n.mean() / len(df)",
        "for k, v in rows.items():\n    display(k)\n    display(HTML(v))",
        "if rows:\n    display(df)\nelse:\n    for k in rows:\n        display(k)",
    ],
)
def test_what_only_displays_is_pure(source: str) -> None:
    assert last(source).pure


@pytest.mark.parametrize(
    "source",
    [
        "df.to_html('a.html')",
        "df.to_string(buf=log)",
        "df.to_markdown(**rows)",
        "styler.hide()",
        "df.style.apply(lambda c: log.append(c))",
        "for k in rows:\n    display(log.append(k))",
        "for k in it:\n    display(k)",
        "for rows['k'] in rows:\n    display(k)",
        "for k in rows:\n    display(k)\n    n = k",
        "for k in make():\n    display(k)",
        "while log:\n    display(log)",
        "px.line(df)",
        "db.query('INSERT INTO t VALUES (1)')",
        "df.query('age > limit()')",
        "df.query('age')",
        "df.query(text)",
        "df.query('age > 40', inplace=True)",
    ],
)
def test_what_does_more_is_not(source: str) -> None:
    assert not last(source).pure


def test_a_loop_whose_name_is_read_later_stays() -> None:
    loop = "for k in rows:\n    display(k)"
    assert not last(loop, "print(k)").pure
    assert last(loop, "for k in rows:\n    print(k)").pure


@pytest.mark.parametrize(
    "own",
    [
        "def display(x):\n    log.append(x)",
        "from mine import display",
        "display = log.append",
    ],
)
def test_a_display_of_the_notebooks_own_is_another(own: str) -> None:
    flow = flow_of("log = []", own, "display(1)", "for x in 'ab':\n    display(x)", "print(log)")
    assert not any(each.pure or each.idle for each in flow.statements)


def test_a_chart_that_is_shown_is_no_mere_display() -> None:
    flow = flow_of(FIRST, "fig = px.line(df)", "fig", "display(fig)", "fig\nprint(1)")
    assert [each.pure for each in flow.statements[-4:]] == [False, False, True, False]


def test_charts_of_plotly_are_no_figures_of_pyplot() -> None:
    flow = flow_of(FIRST, "px.bar(df)", "df.plot.bar()")
    assert ["<figure>" in each.effects for each in flow.statements[-2:]] == [False, True]


@pytest.mark.parametrize(
    ("library", "pure"),
    [
        ("import statsmodels.api as sm", True),
        ("from statsmodels.formula.api import ols\nimport torch", False),
        ("import keras", False),
    ],
)
def test_a_summary_is_a_table_or_prints(library: str, pure: bool) -> None:
    assert flow_of(library, "model = fitted()", "model.summary()").statements[-1].pure is pure


@pytest.mark.parametrize(
    ("source", "draws"),
    [
        ("plt.rcParams['figure.figsize'] = (10, 4)", False),
        ("sns.set_theme(style='white')", False),
        ("plt.style.use('ggplot')", False),
        ("plt.rcParams['a'] = 1; plt.plot([1])", True),
        ("plt.plot([1])", True),
        ("x = max_drawdown(y)", False),
        ("x = withdraw(y)", False),
        ("draw_map(y)", True),
    ],
)
def test_what_draws_with_pyplot(source: str, draws: bool) -> None:
    flow = flow_of("import matplotlib.pyplot as plt\nimport seaborn as sns", source)
    assert any("<figure>" in each.effects for each in flow.statements[2:]) is draws


@pytest.mark.parametrize(
    "source",
    [
        "try:\n    display(df)\nexcept NameError:\n    df = 1",
        "with suppress(NameError):\n    for x in rows:\n        display(x)",
    ],
)
def test_a_display_that_may_fail_on_purpose_stays(source: str) -> None:
    assert not last(source).idle


def test_what_is_done_about_a_failure_may_be_a_mere_display() -> None:
    assert last("try:\n    log.append(1)\nexcept ValueError:\n    display(df)").idle
