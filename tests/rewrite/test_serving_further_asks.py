"""Questions that are no plain `predict`: neighbours, bounds, curves; and searches that nobody asks."""

from __future__ import annotations

import pytest
from served_rows import IMPORTS, NUMBERS, checked, synthesis

pytest.importorskip("sklearn")

NEIGHBOURS = "from sklearn.neighbors import NearestNeighbors\nnear = NearestNeighbors(n_neighbors=3).fit(X)"
BOUNDED = '''
class Bounded:
    def fit(self, X, y):
        self.model = Ridge().fit(X, y)
        self.off = abs(self.model.predict(X) - y).max()
        return self

    def predict(self, X):
        return self.model.predict(X)

    def predict_interval(self, X):
        return self.predict(X) - self.off, self.predict(X) + self.off
'''
SEARCH = (
    "from sklearn.model_selection import GridSearchCV\n"
    'search = GridSearchCV(Ridge(), {"alpha": [0.1, 1.0]}).fit(X, y)\n'
)


def read(table):
    return f"df = pd.read_csv({str(table)!r}).fillna(0)"


def text_of(found):
    return "\n".join(cell.code for cell in found.program.cells)


def test_neighbours_are_an_answer_of_two_parts(table):
    ask = "distances, indices = near.kneighbors(X)"
    found = synthesis(IMPORTS, read(table), NUMBERS, NEIGHBOURS, ask)
    assert "distances, indices = near.kneighbors(X)" in text_of(found)
    assert 'return {"distances": distances, "indices": indices}' in text_of(found)
    checked(found)


def test_bounds_are_served_where_nothing_plainer_is_asked(table):
    fit = "model = Bounded().fit(X, y)"
    ask = "low, high = model.predict_interval(X)"
    alone = synthesis(IMPORTS, BOUNDED, read(table), NUMBERS, fit, ask)
    assert 'return {"low": low, "high": high}' in text_of(alone)
    checked(alone)
    both = synthesis(IMPORTS, BOUNDED, read(table), NUMBERS, fit, f"{ask}\nprint(model.predict(X)[:3])")
    assert "return model.predict(X)" in text_of(both)
    assert '"low": low' not in text_of(both)


@pytest.mark.parametrize("attribute", ["best_score_", "best_params_", "best_estimator_.coef_"])
def test_a_search_is_served_when_its_choice_is_looked_at(table, attribute):
    found = synthesis(IMPORTS, read(table), NUMBERS, SEARCH + f"print(search.{attribute})")
    assert [made.estimator for made in found.made] == ["search"]
    checked(found)


def test_a_search_whose_choice_nobody_looks_at_is_not(table):
    assert not synthesis(IMPORTS, read(table), NUMBERS, SEARCH + "print(len(df))").made


def test_a_search_is_not_served_beside_what_is_asked(table):
    ask = "model = Ridge().fit(X, y)\nprint(search.best_params_, model.predict(X)[:3])"
    found = synthesis(IMPORTS, read(table), NUMBERS, SEARCH + ask)
    assert [made.estimator for made in found.made] == ["model"]
