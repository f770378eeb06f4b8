"""Methods of the notebook's own objects that it asks: each becomes a function."""

from __future__ import annotations

import pytest
from notebooks import flow_of, plan_for
from served_rows import watched

from converter.model.settings import Settings
from converter.rewrite.serving.own_objects import methods_of

PREDICTOR = '''
class Predictor:
    def __init__(self, model, floor):
        self.model, self.floor = model, floor

    def _rows(self, flat):
        return [[flat["size"], flat.get("rooms", 2)]]

    def _worth(self, flat):
        return self.model.predict(self._rows(flat))[0]

    def predict(self, flat, digits=1):
        """Worth of a flat."""
        return {"worth": max(self.floor, round(self._worth(flat), digits))}

    def rooms(self, flat):
        return self._rows(flat)[0][1]
'''
FIT = "class Model:\n    def predict(self, rows):\n        return [sum(row) for row in rows]\nmodel = Model()\nprint(model.predict(data))"
MADE = "predictor = Predictor(model, floor=3)"


def test_a_method_that_is_asked_becomes_a_function() -> None:
    ask = 'first = predictor.predict({"size": 5.25})\nprint(first)\nfor n in (7, 8):\n    print(predictor.predict({"size": n}, digits=0))'
    found = methods_of(flow_of("data = [[1, 2]]", FIT, PREDICTOR, MADE, ask), learning=False)
    (made,) = found.made
    assert made.name == "predict"
    text = found.program.cells[-1].code
    assert text.endswith(
        'def predict(flat, digits=1):\n    """Worth of a flat."""\n    return predictor.predict(flat, digits)'
    )
    names = watched(found)
    assert names["first"] == names["predict"]({"size": 5.25}) == {"worth": 7.2}
    asked = dict(made.cells)[5]
    assert 'first = predict({"size": 5.25})' in asked and 'print(predict({"size": n}, digits=0))' in asked


NOT_ASKED = {
    "data": "rows = sorted(data)\npredictor.predict(rows)",
    "what is kept": "frame['worth'] = predictor.predict({'size': 5})",
    "what asks no estimator, where one is asked": "predictor.rooms({'size': 5})",
    "an object that is another one later": "predictor.predict({'size': 5})\npredictor = None",
}


@pytest.mark.parametrize("name", NOT_ASKED)
def test_other_calls_are_no_questions(name: str) -> None:
    cells = ("data = [[1, 2]]\nframe = {}", FIT, PREDICTOR, MADE, NOT_ASKED[name])
    assert not methods_of(flow_of(*cells), learning=False).made


def test_objects_that_learn_come_after_the_rows_of_the_data() -> None:
    own = "class Mean:\n    def fit(self, x):\n        self.mean = sum(x)\n        return self\n    def worth(self, size):\n        return size * self.mean"
    flow = flow_of(own, "mean = Mean().fit([1, 2])", "mean.worth(3)")
    assert not methods_of(flow, learning=False).made
    assert [made.name for made in methods_of(flow, learning=True).made] == ["worth"]


def test_it_is_what_the_service_serves() -> None:
    cells = ("data = [[1, 2]]", FIT, PREDICTOR, MADE, 'predictor.predict({"size": 5})')
    plan = plan_for(*cells, settings=Settings(offer=False, target="service"))
    assert plan.split is not None
    assert [(each.name, each.how) for each in plan.split.served] == [("predict", "made")]
    assert plan.split.artifacts == ("predictor",)
