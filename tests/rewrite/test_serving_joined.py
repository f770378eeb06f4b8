"""Rows of two frames: a test set beside the training set, frames that are put together, pieces of one."""

from __future__ import annotations

import pytest
from served_rows import IMPORTS, NUMBERS, checked, synthesis, watched

pytest.importorskip("sklearn")

FIT = "model = Ridge().fit(train[COLUMNS], train['price'])\nkept = model.predict(test[COLUMNS])"

BESIDE = {
    "a statistic of the other": (
        "train['rooms'] = train['rooms'].fillna(train['rooms'].median())\n"
        "test['rooms'] = test['rooms'].fillna(train['rooms'].median())\nCOLUMNS = ['size', 'rooms']"
    ),
    "a loop over columns of both": (
        "COLUMNS = ['size', 'rooms']\nfor each in COLUMNS:\n    middle = train[each].mean()\n"
        "    train[each] = train[each].fillna(middle)\n    test[each] = test[each].fillna(middle)"
    ),
    "a table of groups of the other": (
        "COLUMNS = ['size', 'town_price']\nfor each in ['town']:\n"
        "    means = train.groupby(each)['price'].mean()\n    train[each + '_price'] = train[each].map(means)\n"
        "    test[each + '_price'] = test[each].map(means).fillna(train['price'].mean())"
    ),
    "functions that rows are piped through": (
        "def filled(rows, value):\n    return rows.fillna({'rooms': value})\n\n\n"
        "def larger(rows):\n    return rows.assign(size=rows['size'] + 1)\n\n\nCOLUMNS = ['size', 'rooms']\n"
        "train = train.pipe(filled, 2).pipe(larger)\ntest = test.pipe(filled, value=2).pipe(larger)"
    ),
}


@pytest.mark.parametrize("name", BESIDE)
def test_a_frame_is_prepared_by_what_training_knows_of_another(name, table, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("\n".join(table.read_text().splitlines()[:40]))
    read = f"train = pd.read_csv({str(table)!r})\ntest = pd.read_csv({str(other)!r})"
    found = synthesis(IMPORTS, read, BESIDE[name], FIT)
    checked(found)
    assert not found.refused
    names = watched(found)
    assert list(names["predict"](names[found.made[0].rows])) == list(names["kept"])
    text = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    assert "train" not in text.split("def predict")[1]


JOINED = {
    "one below the other": "both = pd.concat([train.drop(columns='price'), test]).reset_index(drop=True)",
    "and prepared at once": "both = pd.get_dummies(pd.concat([train.drop(columns='price'), test]), columns=['town'])",
}


@pytest.mark.parametrize("name", JOINED)
def test_rows_begin_where_several_frames_are_put_together(name, table):
    read = (
        f"train = pd.read_csv({str(table)!r})\n"
        f"test = pd.read_csv({str(table)!r}).drop(columns='price').head(30)\nn = len(train)"
    )
    prepare = (
        "both['rooms'] = both['rooms'].fillna(both['rooms'].mean())\n"
        "X = both.select_dtypes(include=['number', 'bool'])"
    )
    fit = "model = Ridge().fit(X[:n], train['price'])\nkept = model.predict(X[n:])"
    found = synthesis(IMPORTS, read, JOINED[name], prepare, fit)
    checked(found)
    names = watched(found)
    rows = names[found.made[0].rows]
    assert len(rows) == 130
    assert list(names["predict"](rows)[100:]) == list(names["kept"])


PIECES = {
    "one kind more often": (
        "from sklearn.utils import resample\nmany, few = df[df['size'] > 90], df[df['size'] <= 90]\n"
        "df = pd.concat([many, resample(few, n_samples=90, random_state=0)])\n" + NUMBERS
    ),
    "in another order": NUMBERS + "\nfrom sklearn.utils import shuffle\nX, y = shuffle(X, y, random_state=0)",
}  # fmt: skip


@pytest.mark.parametrize("name", PIECES)
def test_pieces_of_the_same_rows_are_prepared_alike(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)\ndf['size'] = df['size'] / df['size'].max()"
    fit = "model = Ridge().fit(X, y)\nprint(model.predict(X))"
    found = synthesis(IMPORTS, read, PIECES[name].replace("90", "0.5", 2), fit)
    names = watched(found)
    assert len(names[found.made[0].rows]) == 100
    checked(found)


def test_rows_of_many_files_begin_together(table):

    both = "df = pd.concat([pd.read_csv(path) for path in [" + repr(str(table)) + "]])\ndf = df.fillna(0)"
    found = synthesis(IMPORTS, both, NUMBERS, "model = Ridge().fit(X, y)\nprint(model.predict(X))")
    checked(found)


GROUPED = {
    "columns that are named": "towns = df.groupby('town').agg(area=('size', 'mean'), n=('size', 'count'))",
    "by a table": "towns = df.groupby('town').agg({'size': 'sum', 'rooms': 'max'}).reset_index()",
    "several columns": "towns = df.groupby(['town', 'heating'])[['size', 'rooms']].mean()",
    "beside each other": "towns = df.pivot_table(index='street', columns='town', values='size', aggfunc='sum').fillna(0)",
}


@pytest.mark.parametrize("name", GROUPED)
def test_a_table_of_groups_is_rows_where_only_that_is_asked(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = "X = StandardScaler().fit_transform(towns.select_dtypes('number'))\nmodel = Ridge().fit(X, range(len(X)))"
    found = synthesis(IMPORTS, read, GROUPED[name], fit, "print(model.predict(X))")
    assert not found.refused
    names = watched(found)
    assert len(names[found.made[0].rows]) == len(names["towns"])
    checked(found)
