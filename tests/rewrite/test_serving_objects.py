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


RECOMMENDER = '''
class Recommender:
    def fit(self, ratings):
        self.means = {user: sum(items.values()) for user, items in ratings.items()}
        return self

    def predict(self, user, item):
        return self.means.get(user, 0) + len(item)

    def recommend(self, user, n=2):
        return sorted("abc", key=lambda item: self.predict(user, item))[:n]
'''


def test_an_object_that_is_asked_with_two_things_is_asked_about_no_rows() -> None:
    cells = (
        "import pandas as pd\nratings = pd.read_csv('x.csv').to_dict()",
        RECOMMENDER,
        "rec = Recommender().fit(ratings)\nprint(sum(rec.predict(u, i) for u, i in ratings))",
        "print(rec.recommend(3))\nrec.predict(3, 'a')",
    )
    plan = plan_for(*cells, settings=Settings(offer=False, target="service"))
    assert plan.split is not None
    assert {each.name for each in plan.split.served} == {"recommend", "predict"}
    assert plan.split.artifacts == ("rec",)


FACTORY = '''
def make_predictor(model, cut=2):
    def predictor(row, digits=1):
        """Whether a row is large."""
        return round(model.predict([row])[0], digits) > cut
    return predictor
'''
CLOSURE = "predict = make_predictor(model, cut=4)"


def test_a_function_that_a_function_made_is_asked_like_one_of_the_notebook() -> None:
    ask = "large = predict([3, 4])\nprint(large, predict([1, 1], digits=0))"
    found = methods_of(flow_of("data = [[1, 2]]", FIT, FACTORY, CLOSURE, ask), learning=False)
    (made,) = found.made
    assert made.name == "predict_"
    text = found.program.cells[-1].code
    assert text.endswith(
        'def predict_(row, digits=1):\n    """Whether a row is large."""\n'
        "    return make_predictor(model, cut=4)(row, digits)"
    )
    names = watched(found)
    assert names["large"] is names["predict_"]([3, 4]) is True


NO_CLOSURES = {
    "what it is made of is another later": f"{CLOSURE}\nprint(predict([1, 2]))\nmodel = Model()",
    "another one later": f"{CLOSURE}\nprint(predict([1, 2]))\npredict = make_predictor(model, cut=5)",
    "asked about data": f"{CLOSURE}\nrow = sorted(data[0])\nprint(predict(row))",
}


@pytest.mark.parametrize("name", NO_CLOSURES)
def test_other_closures_are_not(name: str) -> None:
    flow = flow_of("data = [[1, 2]]", FIT, FACTORY, NO_CLOSURES[name])
    assert not methods_of(flow, learning=False).made
