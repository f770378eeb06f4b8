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
AGAIN = "model = Ridge(2)\nmodel.fit(df[['a']], df['b'])"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((IMPORTS, READ, FILL, FIT, SCORE, PLOT), "load clean train evaluate report"),
        ((IMPORTS, READ, PLOT, FILL, FIT, SCORE), "load clean train evaluate"),
        ((IMPORTS + "\nsns.set()", READ, FILL, PLOT), "load clean report"),
        ((IMPORTS + "\nplt.style.use('ggplot')", READ, FILL, FIT), "load clean train"),
        ((IMPORTS, READ, FIT, SCORE, AGAIN, SCORE), "load train evaluate"),
        ((IMPORTS, READ, PLOT, FILL), "load report"),
    ],
)
def test_stages_are_called_for_what_cells_do(cells: tuple[str, ...], expected: str) -> None:
    assert [each.name for each in plan_for(*cells).stages] == expected.split()
