"""Functions that read what the notebook saved get the values themselves."""

from __future__ import annotations

import pytest
from notebooks import flow_of, plan_for

from converter.model.settings import Settings
from converter.rewrite.serving.loaded_inside import loaded_inside

MADE = "import joblib, pickle\nm, s, t = object(), [1], 0.4\n"
SAVED = "joblib.dump(m, 'm.pkl')\npickle.dump({'cut': t, 'names': s}, open('t.pkl', 'wb'))\n"
FUNCTION = (
    "def predict(x):\n    model = joblib.load('m.pkl')  # the best\n"
    "    with open('t.pkl', 'rb') as f:\n        told = pickle.load(f)\n    return model, told['cut'], x\n"
)


@pytest.mark.fast
@pytest.mark.parametrize("code", [MADE + SAVED + FUNCTION, MADE + FUNCTION + SAVED])
def test_what_was_saved_takes_the_place_of_what_is_read(code: str) -> None:
    written = loaded_inside(flow_of(code))
    assert written is not None
    text = written.cells[0].code
    assert "    model = m  # the best\n    told = {'cut': t, 'names': s}\n    return" in text


@pytest.mark.fast
def test_a_name_for_itself_is_read_from_without() -> None:
    code = "joblib.dump(m, 'm.pkl')\ndef predict(x):\n    m = joblib.load('m.pkl')\n    return m.predict(x)"
    written = loaded_inside(flow_of(MADE + code))
    assert written is not None and written.cells[0].code.endswith("def predict(x):\n    return m.predict(x)")


LEFT_ALONE = {
    "changed later": SAVED.replace("(m", "(s") + FUNCTION + "s.append(2)",
    "bound again": SAVED.split("\n")[0] + "\n" + FUNCTION.replace("t.pkl", "x") + "m = None",
    "saved twice": "joblib.dump(m, 'm.pkl')\njoblib.dump(s, 'm.pkl')\n" + FUNCTION,
    "from elsewhere": FUNCTION,
    "a name of the function's own": "joblib.dump(m, 'm.pkl')\ndef predict(m):\n    model = joblib.load('m.pkl')\n    return m",
    "what is computed": "joblib.dump(sorted(s), 'm.pkl')\n" + FUNCTION,
    "where it may not be saved": "if t:\n    joblib.dump(m, 'm.pkl')\n" + FUNCTION,
}


@pytest.mark.fast
@pytest.mark.parametrize("name", LEFT_ALONE)
def test_what_may_be_another_is_read_from_its_file(name: str) -> None:
    assert loaded_inside(flow_of(MADE + LEFT_ALONE[name])) is None


@pytest.mark.fast
def test_such_a_function_is_served() -> None:
    plan = plan_for(
        "import joblib\nimport pandas as pd\nfrom sklearn.linear_model import Ridge\n"
        "df = pd.read_csv('flats.csv')\nforest = Ridge().fit(df[['size']], df['price'])\n"
        "joblib.dump(forest, 'forest.pkl')",
        "def predict(size):\n    model = joblib.load('forest.pkl')\n    return model.predict([[size]])[0]",
        "predict(40)",
        settings=Settings(target="service", offer=False),
    )
    assert plan.split is not None
    assert [each.name for each in plan.split.served] == ["predict"]
    assert plan.split.artifacts == ("forest",)
