"""What a sampler makes of all rows before they are split is left out: a request's rows are none of those that it makes up."""

from __future__ import annotations

import pytest

pytest.importorskip("sklearn")
from served_rows import ASK, IMPORTS, NUMBERS, SPLIT, checked, synthesis

SAMPLER = """
class Sampler:
    def __init__(self, by):
        self.by = by

    def fit_resample(self, X, y):
        return pd.concat([X, X * self.by], ignore_index=True), pd.concat([y, y], ignore_index=True)
"""
FILLED = NUMBERS.replace("]]", "]].fillna(1)", 1)


@pytest.mark.parametrize("by", ["1", "1.5"], ids=["repeated", "made up"])
def test_rows_are_prepared_as_those_of_the_data(by, table):
    sampled = f"X, y = Sampler({by}).fit_resample(X, y)"
    scaled = "scaler = StandardScaler()\ntrain = scaler.fit_transform(train)\ntest = scaler.transform(test)\n"
    found = synthesis(
        IMPORTS + SAMPLER,
        f"df = pd.read_csv({str(table)!r})",
        FILLED,
        sampled,
        SPLIT.replace("model =", scaled + "model ="),
        ASK,
    )
    assert not found.refused
    checked(found)
    (made,) = found.made
    assert made.grown
    function = "\n".join(cell.code for cell in found.program.cells)
    assert "fit_resample" not in function[function.index("def predict") :].split("return")[0]


def test_what_the_sampler_is_given_is_prepared_too(table):
    found = synthesis(
        IMPORTS + SAMPLER,
        f"df = pd.read_csv({str(table)!r})",
        FILLED,
        "X, y = Sampler(1.5).fit_resample(X + 1, y)",
        SPLIT,
        ASK,
    )
    checked(found)
