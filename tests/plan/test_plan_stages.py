"""What the cells of a notebook without headings do, and so how its stages are called."""

from __future__ import annotations

import pytest
from notebooks import plan_for

pytestmark = pytest.mark.fast

IMPORTS = "import pandas as pd\nimport seaborn as sns\nimport matplotlib.pyplot as plt\nfrom sklearn.linear_model import Ridge"
READ = "df = pd.read_csv('x.csv')"
PLOT = "sns.countplot(x='a', data=df)\nplt.show()"
FILL = "df = df.fillna(0)"
FIT = "model = Ridge().fit(df[['a']], df['b'])"
SCORE = "print(model.score(df[['a']], df['b']))"
COUNT = "found = df.groupby('a').size()"
LOOP = "for x in range(3):\n    print(x)"
SAVE = "df.to_json('a.json')"
AGAIN = "model = Ridge(2)\nmodel.fit(df[['a']], df['b'])"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((IMPORTS, READ, FILL, FIT, SCORE, PLOT), "load clean train evaluate report"),
        ((IMPORTS, READ, PLOT, FILL, FIT, SCORE), "load clean train evaluate"),
        ((IMPORTS + "\nsns.set()", READ, FILL, PLOT), "load clean report"),
        ((IMPORTS + "\nplt.style.use('ggplot')", READ, FILL, FIT), "load clean train"),
        ((IMPORTS, READ, FIT, SCORE, AGAIN, SCORE), "load train evaluate"),
        ((IMPORTS, READ, FILL, "model = pm.auto_arima(df.b, d=1)", PLOT), "load clean train report"),
        ((IMPORTS, READ, PLOT, FILL), "load report"),
        ((IMPORTS, READ, COUNT, SAVE), "load analyse report"),
        ((IMPORTS, READ, COUNT, FILL, FIT), "load clean train"),
        ((IMPORTS, READ, LOOP, SAVE), "load analyse report"),
        ((IMPORTS, "state = begun()", "print(state)", PLOT), "prepare report"),
        ((IMPORTS, LOOP, PLOT), "analyse report"),
        ((IMPORTS, "n = begun()", PLOT, FIT), "prepare train"),
        ((IMPORTS + "\npd.set_option('display.width', 9)", "n = [1]", PLOT), "report"),
    ],
)
def test_stages_are_called_for_what_cells_do(cells: tuple[str, ...], expected: str) -> None:
    assert [each.name for each in plan_for(*cells).stages] == expected.split()


def test_what_stands_under_the_title_is_a_stage_of_its_own_if_it_computes() -> None:
    cells = ("#%md # Sales", IMPORTS, READ, "#%md ## Checks", "print(df.a.max())", "#%md ## End", "print(1)")
    assert [each.name for each in plan_for(*cells).stages] == ["load", "checks", "end"]
    cells = ("#%md # Sales", IMPORTS, "n = 3", "#%md ## Checks", "print(n)", "#%md ## End", "print(1)")
    assert [each.name for each in plan_for(*cells).stages] == ["checks", "end"]
