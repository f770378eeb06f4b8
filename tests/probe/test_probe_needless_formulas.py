"""Which fields a model does without that takes the columns of its formula from any frame."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from converter.probe.needless import needless

pd = pytest.importorskip("pandas")

ROWS = pd.DataFrame({"size": [1.5, 2.0, 3.0], "town": ["a", "b", "a"], "price": [1.0, 2.0, 3.0]})


class Results:
    """Answers by `size` alone, as results of statsmodels do."""

    def __init__(self, **model: Any) -> None:
        self.model = SimpleNamespace(**model)

    def predict(self, rows: Any) -> Any:
        return rows["size"] * 2


def fields_without(results: Results) -> list[str]:
    return needless(lambda rows: results.predict(rows), [[ROWS]], [results])[0]


def test_what_a_formula_does_not_name_is_not_needed() -> None:
    assert fields_without(Results(formula="price ~ size")) == ["town", "price"]


def test_without_a_formula_all_that_is_asked_about_is_needed() -> None:
    assert fields_without(Results()) == []
