"""What is to be done where a function cannot be served."""

from __future__ import annotations

import pytest
from notebooks import plan_for

from converter.model.settings import Settings

pytestmark = pytest.mark.fast
HEAD = "from sklearn.linear_model import Ridge\nmodel = Ridge().fit([[1]], [1])\n"
PREDICT = "def predict(a):\n    return model.predict([[a]])[0]\npredict(1)"


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("from somewhere import *\n" + HEAD + PREDICT, "import names one by one"),
        (HEAD + "globals()['b'] = 1\n" + PREDICT, "a dict instead of globals()"),
        (HEAD + PREDICT.replace("(a)", "(*a)", 1), "a plain function that takes rows"),
        (HEAD + "def predict():\n    return model.predict([[1]])\npredict()", "or how many steps ahead"),
        (HEAD + PREDICT + "\npredict = 3\nprint(predict)", "a name of its own"),
    ],
)
def test_the_remedy_is_one_for_what_is_in_the_way(code: str, hint: str) -> None:
    plan = plan_for(code, settings=Settings(target="service", offer=False))
    (error,) = [each for each in plan.diagnostics if each.severity == "error"]
    assert error.code == "NB802"
    assert hint in error.hint
