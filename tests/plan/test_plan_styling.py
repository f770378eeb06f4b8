"""How figures look is no matter of a training that draws none."""

from __future__ import annotations

import pytest
from notebooks import plan_for

from converter.model.settings import Settings

pytestmark = pytest.mark.fast
LOAD = (
    "import pandas as pd\nimport matplotlib.pyplot as plt\nimport seaborn as sns\n"
    "from sklearn.linear_model import Ridge\n{style}\ndf = pd.read_csv('x.csv')"
)
REST = "{draw}\nmodel = Ridge().fit(df[['a']], df['b'])\ndef predict(a):\n    return model.predict([[a]])[0]\npredict(1)"


def trained(style: str, draw: str = "") -> str:
    """The statements of training."""
    plan = plan_for(LOAD.format(style=style), REST.format(draw=draw), settings=Settings(target="service"))
    assert plan.split is not None, plan.diagnostics
    return "|".join(s.text for s in plan.dataflow.statements if s.order in plan.split.train)


@pytest.mark.parametrize(
    "style",
    ["sns.set_style('whitegrid')", "plt.style.use('ggplot')", "sns.set(rc={'figure.figsize': (9, 4)})",
     "plt.rcParams['figure.figsize'] = (9, 4)", "sns.set_palette(sns.color_palette('Set2'))"],
)  # fmt: skip
def test_it_falls_away(style: str) -> None:
    assert style not in trained(style) and "read_csv" in trained(style)


@pytest.mark.parametrize(
    ("style", "draw"),
    [
        ("sns.set_style('whitegrid')", "df.plot()\nplt.savefig('x.png')\ndf['b'] = open('x.png', 'rb').read()[0]"),
        ("pd.set_option('display.width', 80)", ""),
        ("sns.set_palette(colours())", ""),
    ],
)
def test_what_may_be_seen_stays(style: str, draw: str) -> None:
    if "colours" in style:
        style = f"def colours():\n    print('asked')\n    return 'Set2'\n{style}"
    assert style.split("\n")[-1] in trained(style, draw)
