"""Loops over the folds of a split that only choose rows."""

from __future__ import annotations

import pytest
from notebooks import flow_of
from served_rows import ASK, IMPORTS, checked, synthesis

from converter.rewrite.serving.last_fold import last_fold

BEGUN = "split = StratifiedShuffleSplit(n_splits=1, test_size=0.2)\n"
LOOP = "for a, b in split.split(df, df['town']):\n    train = df.loc[a]\n    test = df.loc[b].copy()"


@pytest.mark.fast
def test_the_only_fold_is_the_next() -> None:
    written = last_fold(flow_of(BEGUN + LOOP))
    assert written is not None
    assert written.cells[0].code.endswith(
        "a, b = next(split.split(df, df['town']))\ntrain = df.loc[a]\ntest = df.loc[b].copy()"
    )


@pytest.mark.fast
def test_of_several_folds_the_last_is_left() -> None:
    written = last_fold(flow_of(BEGUN.replace("=1", "=5") + LOOP))
    assert written is not None and "a, b = list(split.split(df, df['town']))[-1]\n" in written.cells[0].code


OTHERS = {
    "a round that fits": f"{LOOP}\n    model.fit(train)",
    "a round that prints": f"{LOOP}\n    print(len(train))",
    "a round that needs the one before": f"{LOOP}\n    df = df.loc[a]",
    "a loop over something else": LOOP.replace("split.split(df, df['town'])", "pairs"),
    "a loop in one line": "for a, b in split.split(df): train = df.loc[a]",
}


@pytest.mark.fast
@pytest.mark.parametrize("name", OTHERS)
def test_other_loops_stay(name: str) -> None:
    assert last_fold(flow_of(BEGUN + OTHERS[name])) is None


def test_rows_that_a_split_chose_are_served(table):
    pytest.importorskip("sklearn")
    cells = (
        "from sklearn.compose import ColumnTransformer\nfrom sklearn.impute import SimpleImputer\n"
        "from sklearn.model_selection import StratifiedShuffleSplit",
        f"df = pd.read_csv({str(table)!r})\n{BEGUN.replace('0.2)', '0.2, random_state=0)')}{LOOP}",
        "X = train.drop('price', axis=1)\nnumbers = X.drop(['town', 'heating', 'built', 'street'], axis=1)\n"
        "prepare = ColumnTransformer([('n', SimpleImputer(), list(numbers)), ('c', OneHotEncoder(), ['town'])])\n"
        "model = Ridge().fit(prepare.fit_transform(X), train['price'])\n"
        "test = prepare.transform(test.drop('price', axis=1))",
    )
    found = synthesis(IMPORTS, *cells, ASK)
    assert [each.estimator for each in found.made] == ["model"]
    checked(found)
