"""`if __name__ == "__main__":` is true in a notebook: its block is written out for services."""

from __future__ import annotations

import pytest
from notebooks import flow_of, plan_for

from converter.model.settings import Settings
from converter.rewrite.serving.guarded_main import unguarded

pytestmark = pytest.mark.fast

GUARD = 'if __name__ == "__main__":\n'
KEPT = {
    "with another branch": f"{GUARD}    a = 1\nelse:\n    a = 2",
    "in one line": 'if __name__ == "__main__": a = 1',
    "a text over lines": f"{GUARD}    a = '''x\n    y'''",
    "another condition": 'if __name__ != "__main__":\n    a = 1',
    "inside a function": f"def f():\n    {GUARD}        a = 1",
}


@pytest.mark.parametrize("name", KEPT)
def test_others_stay(name: str) -> None:
    flow = flow_of(KEPT[name])
    assert unguarded(flow) is flow.program


def test_the_block_is_written_out_with_its_comments() -> None:
    flow = flow_of(f"b = 0\n{GUARD}    # begin\n    for a in range(3):\n        b += a  # more\n    c = b\nd = c")
    (cell,) = unguarded(flow).cells
    assert cell.code.endswith("for a in range(3):\n    b += a  # more\nc = b\nd = c")


def test_what_it_binds_is_there_for_what_is_served() -> None:
    main = "def main():\n    return Ridge().fit(df[['a']], df['b'])"
    cells = (
        "import pandas as pd\nfrom sklearn.linear_model import Ridge\ndf = pd.read_csv('x.csv')",
        main,
        f"{GUARD}    model = main()",
        "def predict(a):\n    return model.predict([[a]])[0]\n\npredict(3)",
    )
    plan = plan_for(*cells, settings=Settings(offer=False, target="service"))
    assert plan.split is not None and plan.split.artifacts == ("model",)
