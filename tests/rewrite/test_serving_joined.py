"""Rows of two frames: a test set beside the training set, frames that are put together, pieces of one."""

from __future__ import annotations

import pytest
from served_rows import IMPORTS, NUMBERS, checked, synthesis, watched

pd = pytest.importorskip("pandas")
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

    both = (
        "df = pd.concat([pd.read_csv(path) for path in ["
        + repr(str(table))
        + "]])\ndf = df.fillna(0)"
    )
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


RENAMED = {
    "all at once": "towns.columns = ['area', 'least', 'streets']",
    "in place": "towns.rename(columns={'size': 'area', 'rooms': 'least', 'street': 'streets'}, inplace=True)",
    "as another frame": "towns = towns.rename(columns={'size': 'area', 'rooms': 'least', 'street': 'streets'})",
}
OF_TOWNS = "towns = df.groupby('built').agg({'size': 'sum', 'rooms': lambda rooms: rooms.min(), 'street': 'nunique'})"


@pytest.mark.parametrize("name", RENAMED)
def test_a_table_of_groups_has_the_columns_that_the_notebook_gave_it(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    group = (
        "from sklearn.cluster import KMeans\ntowns = towns[towns['area'] > 0]\n"
        "scaler = StandardScaler()\nX = scaler.fit_transform(np.log1p(towns[['area', 'streets']]))\n"
        "groups = KMeans(2, random_state=0, n_init=2).fit(X)\ntowns['group'] = groups.labels_\n"
        "largest = towns.groupby('group')['area'].mean().sort_values().index\nnames = dict(zip(largest, ['small', 'large']))\n"
        "towns['kind'] = towns['group'].map(names)"
    )
    found = synthesis(IMPORTS, read, OF_TOWNS, RENAMED[name], group)
    assert not found.refused
    checked(found)
    names = watched(found)
    rows = names[found.made[0].rows]
    assert list(rows) == ["area", "least", "streets"]
    kinds = names["predict"](rows[["area", "streets"]])["kind"]
    assert list(kinds) == list(names["towns"]["kind"])


CHAINED = {
    "a statistic where the data is read": (
        ".assign(size=lambda d: d['size'] / 10, rooms=lambda d: d.rooms.fillna(d.rooms.median()))\n"
        "      .drop(columns='street')"
    ),
    "a function that is written there": ".pipe(lambda d: d.dropna(subset=['rooms'])).pipe(lambda d: d[d['size'] > 0])",
    "one that learns of all rows": ".fillna({'rooms': 1}).pipe(pd.get_dummies, columns=['town'])",
    "several after each other": (
        ".fillna({'rooms': 1})\n      # in tens\n      .assign(size=lambda d: d['size'] / 10)\n"
        "      .pipe(lambda frame: frame.assign(rooms=frame.rooms - frame.rooms.mean()))\n      .rename(columns={'town': 'city'})"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHAINED)
def test_chains_of_methods_are_followed(name, table):
    read = f"df = (pd.read_csv({str(table)!r})\n      {CHAINED[name]})"
    found = synthesis(IMPORTS, read, NUMBERS, "model = Ridge().fit(X, y)\nkept = model.predict(X)")
    checked(found)
    assert not found.refused


def test_a_function_within_a_function_is_not_written_out(table):
    nested = "df = df.pipe(lambda d: d.assign(rooms=lambda d: d.rooms.fillna(1)))"
    read = f"df = pd.read_csv({str(table)!r})\n{nested}"
    found = synthesis(IMPORTS, read, NUMBERS, "model = Ridge().fit(X, y)\nmodel.predict(X)")
    assert not found.made and found.refused
    assert nested in found.program.cells[1].code


def test_a_chain_that_reads_its_own_name_stays_as_it_is(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    again = "df = df.pipe(lambda d: d.dropna()).assign(size=df['size'] * 2)"
    found = synthesis(IMPORTS, read, again, NUMBERS, "model = Ridge().fit(X, y)\nmodel.predict(X)")
    assert again in [cell.code for cell in found.program.cells]


def test_rows_that_are_dropped_by_their_index_are_answered(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    drawn = "train = df.sample(frac=0.8, random_state=0)\ntest = df.drop(train.index)"
    fit = "model = Ridge().fit(train[['size', 'rooms']], train['price'])\nkept = model.predict(test[['size', 'rooms']])"
    found = synthesis(IMPORTS, read, drawn, fit)
    checked(found)
    names = watched(found)
    rows = names[found.made[0].rows]
    assert len(names["predict"](rows)) == 100
    assert list(names["predict"](rows.loc[names["test"].index])) == list(names["kept"])


LATER = {
    "a statistic": "m = df['size'].mean()\ndf['x'] = df['size'] - m\nm = df['rooms'].mean()\ndf['z'] = df['rooms'] - m",
    "a number": "k = 2\ndf['x'] = df['size'] * k\nk = 5\ndf['z'] = df['rooms'] * k",
    "within a function": "k = 2\ndf['x'] = df['size'].apply(lambda v: v * k)\nk = 5\ndf['z'] = df['rooms'] * k",
    "a scaler that learns again": (
        "scaler = StandardScaler().fit(df[['size']])\ndf['x'] = scaler.transform(df[['size']])[:, 0]\n"
        "scaler.fit(df[['rooms']])\ndf['z'] = scaler.transform(df[['rooms']])[:, 0]"
    ),
    "a table": "t = {'Ulm': 1}\ndf['x'] = df['town'].map(t).fillna(0)\nt = {'Bonn': 2}\ndf['z'] = df['town'].map(t).fillna(0)",
}  # fmt: skip


@pytest.mark.parametrize("name", LATER)
def test_values_that_are_others_later_are_kept_as_they_were(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna({{'rooms': 1}})"
    fit = "X = df[['x', 'z']]\nmodel = Ridge().fit(X, df['price'])\nkept = model.predict(X)"
    found = synthesis(IMPORTS, read, LATER[name], fit, "k = m = t = None")
    checked(found)
    names = watched(found)
    assert list(names["predict"](names[found.made[0].rows])) == list(names["kept"])


GAPS = (
    "gaps = df['rooms'].isnull()\nfill = Ridge().fit(df.loc[~gaps, ['size']], df.loc[~gaps, 'rooms'])\n"
    "{fill}\nX = df[['size', 'rooms']]\nmodel = Ridge().fit(X, df['price'])\nprint(model.predict(X)[:3])"
)
FILLED = {
    "at once": "df.loc[gaps, 'rooms'] = fill.predict(df.loc[gaps, ['size']])",
    "with a name": "few = fill.predict(df[gaps][['size']])\ndf.loc[df['rooms'].isna(), 'rooms'] = few",
    "rounded": "df.loc[gaps, 'rooms'] = np.round(fill.predict(df.loc[gaps, ['size']])) + 0.5",
}


@pytest.mark.parametrize("case", FILLED)
def test_gaps_that_a_model_fills_are_filled_row_by_row_and_the_model_is_a_step(case, table):
    read = f"df = pd.read_csv({str(table)!r})"
    found = synthesis(IMPORTS, read, GAPS.format(fill=FILLED[case]))
    assert [made.estimator for made in found.made] == ["model"]
    checked(found)


def test_a_model_that_fills_gaps_is_served_where_it_is_asked_for(table):
    read = f"df = pd.read_csv({str(table)!r})"
    found = synthesis(IMPORTS, read, GAPS.format(fill=FILLED["at once"]), wanted=("fill",))
    assert [made.estimator for made in found.made] == ["fill"]


def test_pieces_that_are_changed_apart_from_each_other_are_refused_with_what_to_do(table):
    read = f"df = pd.read_csv({str(table)!r})"
    fill = (
        "few, many = df[gaps], df[~gaps]\nfew['rooms'] = fill.predict(few[['size']])\n"
        "df = pd.concat([many, few])"
    )
    found = synthesis(IMPORTS, read, GAPS.format(fill=fill))
    why = {name: why for name, why, _ in found.refused}["model"]
    assert "'few' is changed apart" in why and "rows.loc[mask, column] = values" in why


def test_columns_that_find_their_rows_by_both_indexes_are_of_the_same_rows(table):
    read = (
        f"df = pd.read_csv({str(table)!r})\n# those that have rooms\ndf = df[df['rooms'].notnull()]"
    )
    again = "df = df.reset_index()[df.columns]\nnumbers = ['size', 'rooms']"
    scale = (
        "scaled = pd.DataFrame(StandardScaler().fit_transform(df[numbers]), columns=numbers)\n"
        "df = df.drop(columns=numbers).merge(scaled, left_index=True, right_index=True, how='left')\n"
        "X = df[['size', 'rooms']]\nmodel = Ridge().fit(X, df['price'])\nprint(model.predict(X)[:3])"
    )
    found = synthesis(IMPORTS, read, again, scale)
    checked(found)
    (made,) = found.made
    text = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    assert "df = df.reset_index(drop=True)" in text and "df = df\n" not in text
    names = watched(found)
    few = names[made.rows].drop(columns="price").dropna().tail(3)  # a request has no target
    assert len(names["predict"](few)) == 3


@pytest.mark.parametrize(
    "merge",
    ["df.merge(means, on='town', how='left')", "pd.merge(df, means, how='left', on=['town'])"],
)
def test_a_target_that_is_dropped_after_a_merge_is_not_asked_for(merge, table):
    read = (
        f"df = pd.read_csv({str(table)!r}).fillna(0)\ndf['price'] = (df['price'] > 500).astype(int)"
    )
    means = "means = df.groupby('town')['size'].mean().reset_index(name='usual')"
    fit = (
        f"df = {merge}\ndf = df.select_dtypes('number')\nX, y = df.drop('price', axis=1), df['price']\n"
        "model = LogisticRegression().fit(X, y)\nkept = model.predict(X)"
    )
    found = synthesis(IMPORTS, read, means, fit, "print(kept[:3])")
    checked(found)
    (made,) = found.made
    names = watched(found)
    rows = names[made.rows].drop(columns="price")
    assert list(names["predict"](rows)) == list(names["kept"])


def test_a_target_in_a_list_that_has_a_name_is_not_asked_for(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)\ndf['price'] = (df['price'] > 500).map({{True: 'Yes', False: 'No'}})"
    prepare = (
        "df['wide'] = (df['size'] > 50).map({True: 'Yes', False: 'No'})\nnames = ['wide', 'price']\n"
        "def told(column):\n    return column.map({'Yes': 1, 'No': 0})\n\ndf[names] = df[names].apply(told)"
    )
    fit = "X, y = df[['size', 'wide']], df['price']\nmodel = LogisticRegression().fit(X, y)\nkept = model.predict(X)"
    found = synthesis(IMPORTS, read, prepare, fit, "print(kept[:3])")
    checked(found)
    names = watched(found)
    rows = names[found.made[0].rows].drop(columns="price")
    assert list(names["predict"](rows)) == list(names["kept"])


TOWNS = (
    "towns = pd.DataFrame({'town': sorted(df['town'].unique())})\n"
    "towns['km'] = np.arange(len(towns)) * 3.0\n"
)


@pytest.mark.parametrize(
    "merge",
    [
        "df.merge(towns, on='town')",
        "pd.merge(df, towns, how='inner', left_on='town', right_on='town')",
    ],
)
def test_what_a_table_says_of_each_row_is_looked_up_where_it_knows_all(merge, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    fit = f"df = {merge}\nX, y = df[['size', 'km']], df['price']\nmodel = Ridge().fit(X, y)"
    found = synthesis(IMPORTS, read, TOWNS, fit, "kept = model.predict(X)\nprint(kept[:3])")
    checked(found)
    names = watched(found)
    rows = names[found.made[0].rows][["town", "size"]]
    assert list(names["predict"](rows)) == list(names["kept"])
    assert len(names["predict"](pd.DataFrame({"town": [rows["town"][0], "nowhere"], "size": [1.0, 2.0]}))) == 1


def test_a_row_of_a_table_never_takes_the_place_of_one_that_it_does_not_know(table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    twice = f"{TOWNS}towns = pd.concat([towns, towns[:1]])"
    fit = "df = df.merge(\n    towns,\n    on='town',\n)\nX, y = df[['size', 'km']], df['price']\nmodel = Ridge().fit(X, y)"
    found = synthesis(IMPORTS, read, twice, fit, "kept = model.predict(X)\nprint(kept[:3])")
    names = watched(found)
    first = names["towns"]["town"].iloc[0]
    with pytest.raises(pd.errors.MergeError):
        names["predict"](pd.DataFrame({"town": [first, "nowhere"], "size": [1.0, 2.0]}))


def test_rows_begin_with_what_tables_say_together_by_a_number_that_is_dropped(table, tmp_path):
    flats, owners = tmp_path / "flats.csv", tmp_path / "owners.csv"
    read = (
        f"whole = pd.read_csv({str(table)!r}).fillna(0).reset_index()\n"
        f"whole[['index', 'size', 'price']].to_csv({str(flats)!r}, index=False)\n"
        f"whole[['index', 'rooms', 'town']].to_csv({str(owners)!r}, index=False)"
    )
    join = f"flats = pd.read_csv({str(flats)!r})\nowners = pd.read_csv({str(owners)!r})\n" + (
        "df = pd.merge(flats, owners, how='inner', on='index')"
    )
    fit = (
        "df['big'] = (df['size'] > 50).astype(int)\ndf = pd.concat([df, pd.get_dummies(df['town'])], axis=1)\n"
        "X, y = df.drop(['price', 'index', 'town'], axis=1), df['price']\nmodel = Ridge().fit(X, y)"
    )
    found = synthesis(IMPORTS, read, join, fit, "kept = model.predict(X)\nprint(kept[:3])")
    checked(found)
    names = watched(found)
    rows = names[found.made[0].rows].drop(columns=["price", "index"])
    assert {*rows.columns} == {"size", "rooms", "town"}
    assert list(names["predict"](rows)) == list(names["kept"])


def test_pieces_that_get_the_same_columns_are_put_together_as_before(table):
    read = f"df = pd.read_csv({str(table)!r})\ndf['rooms'] = df['rooms'].fillna(2)"
    parts = (
        "train, test = train_test_split(df, random_state=0)\ntrain['wide'] = train['size'] > 90\n"
        "test['wide'] = test['size'] > 90.0\ndf = pd.concat([train, test])\nX = df[['size', 'rooms', 'wide']]\n"
        "model = Ridge().fit(X, df['price'])\nprint(model.predict(X)[:3])"
    )
    found = synthesis(IMPORTS, read, parts)
    checked(found)
    assert [made.estimator for made in found.made] == ["model"]
