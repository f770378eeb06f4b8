"""Values that are computed where they are saved get names."""

from __future__ import annotations

import pytest
from notebooks import flow_of, plan_for

from converter.model.settings import Settings
from converter.rewrite.serving.saved_parts import saved_parts

pytestmark = pytest.mark.fast
BEGUN = "import joblib, pickle\nimport pandas as pd\nX, m, s = pd.DataFrame({'a': [1]}), object(), [1]\n"
READ = "def told():\n    return joblib.load('x.pkl')"

NAMED = {
    "by the file": (
        "joblib.dump(list(X.columns), 'out/columns.pkl')",
        "columns = list(X.columns)\njoblib.dump(columns, 'out/columns.pkl')",
    ),
    "by the key": (
        "pickle.dump({'model': m, 'feature names': X.columns.tolist()}, open('x.pkl', 'wb'))",
        "feature_names = X.columns.tolist()\n"
        "pickle.dump({'model': m, 'feature names': feature_names}, open('x.pkl', 'wb'))",
    ),
    "in a block": (
        "with open('s.pkl', 'wb') as f:\n    pickle.dump(sorted(s), f)",
        "saved = sorted(s)\nwith open('s.pkl', 'wb') as f:\n    pickle.dump(saved, f)",
    ),
    "the columns themselves": (
        "joblib.dump((m, X.columns), 'both.pkl')",
        "both = X.columns\njoblib.dump((m, both), 'both.pkl')",
    ),
}


@pytest.mark.parametrize("name", NAMED)
def test_what_is_computed_has_a_name(name: str) -> None:
    code, expected = NAMED[name]
    written = saved_parts(flow_of(BEGUN + code, READ))
    assert written is not None and written.cells[0].code.endswith(expected)


LEFT_ALONE = {
    "names and literals": "joblib.dump({'m': m, 't': 0.5}, 'x.pkl')",
    "what may be another later": "joblib.dump(sorted(s), 'x.pkl')\ns.append(2)",
    "what is no new value": "joblib.dump(X.head(), 'x.pkl')",
    "what is kept of the file": "size = joblib.dump(list(X.columns), 'x.pkl')",
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_other_values_are_left_alone(name: str) -> None:
    assert saved_parts(flow_of(BEGUN + LEFT_ALONE[name], READ)) is None


def test_where_nothing_is_read_back_nothing_is_named() -> None:
    assert saved_parts(flow_of(BEGUN + "joblib.dump(list(X.columns), 'x.pkl')")) is None


def test_a_function_that_reads_it_is_served_and_the_watched_run_has_the_name() -> None:
    plan = plan_for(
        "import joblib\nimport pandas as pd\nfrom sklearn.linear_model import Ridge\n"
        "X = pd.read_csv('flats.csv')\nforest = Ridge().fit(X[['size']], X.pop('price'))\n"
        "joblib.dump(forest, 'forest.pkl')\njoblib.dump(list(X.columns), 'columns.pkl')",
        "def predict(row):\n    model = joblib.load('forest.pkl')\n    columns = joblib.load('columns.pkl')\n"
        "    return model.predict(pd.DataFrame([row])[columns])[0]",
        "predict({'size': 4})",
        settings=Settings(target="service", offer=False),
    )
    assert plan.split is not None
    assert plan.split.artifacts == ("columns", "forest")
    assert "columns = list(X.columns)" in dict(plan.watched)[1]
