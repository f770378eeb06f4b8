"""Loops over frames: each frame is prepared as if its statements stood there with its own name."""

from __future__ import annotations

import pytest
from notebooks import flow_of
from served_rows import IMPORTS, checked, synthesis, watched

pytest.importorskip("sklearn")

from converter.rewrite.serving.unrolled import unrolled

FRAMES = """
few, most = df.head(40).copy(), df.iloc[40:].copy()
middle = most["rooms"].median()
"""
FRAME_LOOPS = {
    "a tuple": "for part in (few, most):\n    # gaps\n    part['rooms'] = part['rooms'].fillna(middle)",
    "a list with a name": (
        "both = [few, most]\nfor part in both:\n    part['rooms'] = part['rooms'].fillna(middle)\n"
        "    part.loc[part['size'] > 150, 'size'] = 150"
    ),
    "its own statistic": "for part in [few, most]:\n    part['rooms'] = part['rooms'].fillna(part['rooms'].mean())",
    "in place": "for part in [few, most]:\n    part.fillna({'rooms': 2}, inplace=True)",
    "a list bound anew": (
        "both = [few, most]\nfew = few.drop(columns=['town'])\nboth = [few, most]\n"
        "for part in both:\n    part['rooms'] = part['rooms'].fillna(middle)"
    ),
    "a table by numbers": (
        "gaps = np.zeros((2, 2))\nfor part in [few, most]:\n"
        "    for i in range(2):\n        for j in range(0, 2):\n"
        "            some = part[(part['size'] > 90 * i) & (part['size'] > 60 * j)]['rooms'].dropna()\n"
        "            gaps[i, j] = some.median()\n"
        "    for i in range(2):\n        for j in range(0, 2):\n"
        "            part.loc[part.rooms.isna() & (part['size'] > 90 * i) & (part['size'] > 60 * j), 'rooms'] = gaps[i, j]"
    ),
    "a name for what it adds": (
        "for part in [few, most]:\n    gaps = part['rooms'].isna()\n    part['rooms'] = part['rooms'].mask(gaps, 2)\n"
        "print(part.shape)"
    ),
}


@pytest.mark.parametrize("name", FRAME_LOOPS)
def test_a_loop_over_frames_prepares_each_of_them(name, table):
    read = f"df = pd.read_csv({str(table)!r})"
    fit = 'model = Ridge().fit(few[["size", "rooms"]], few["price"])\nmodel.predict(most[["size", "rooms"]])'
    cells = (IMPORTS, read, FRAMES, FRAME_LOOPS[name], fit)
    found = synthesis(*cells)
    assert not found.refused
    checked(found)
    plain: dict[str, object] = {"print": lambda *_: None}
    for text in cells:
        exec(text, plain)
    names = watched(found)
    if "print(part" in FRAME_LOOPS[name]:
        assert names["part"].equals(plain["part"])
    assert names["few"].equals(plain["few"]) and names["most"].equals(plain["most"])


LEFT_ALONE = {
    "names": 'for part in ["size", "rooms"]:\n    df[part] = df[part].fillna(0)',
    "a frame bound anew": "both = [few, most]\nfew = few.dropna()\nfor part in both:\n    part['rooms'] = 1",
    "a list that grows": "both = [few]\nboth.append(most)\nfor part in both:\n    part['rooms'] = 1",
    "the variable bound anew": "for part in (few, most):\n    part = part.dropna()\n    part['rooms'] = 1",
    "a way out": "for part in (few, most):\n    if len(part):\n        break\n    part['rooms'] = 1",
    "in a text": "for part in (few, most):\n    part['rooms'] = f'{part}'",
    "one line": "for part in (few, most): part['rooms'] = 1",
    "models": "for part in (one, two):\n    part.fit(few[['size']], few['price'])",
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_other_loops_are_left_as_they_are(name):
    read = "df = pd.read_csv('flats.csv')\none, two = Ridge(), Ridge(2)"
    written = unrolled(flow_of(IMPORTS, read, FRAMES, LEFT_ALONE[name]))
    if name == "models":  # called in place, as frames are: the same either way
        assert written is None or "one.fit" in written.cells[3].code
    else:
        assert written is None


ALIGNED = {
    "the columns of one": 'few, most = few.align(most, join="left", axis=1, fill_value=0)',
    "those of both": 'few, most = few.align(most, join="inner", axis=1)',
    "all": 'few, most = few.align(most, axis=1, fill_value=0)',
}


@pytest.mark.parametrize("name", ALIGNED)
def test_frames_that_get_the_same_columns_have_those_of_training(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(1)[['size', 'rooms', 'town', 'heating', 'price']]"
    make = "few, most = df.head(60).copy(), df.iloc[60:64].copy()\nfew, most = pd.get_dummies(few), pd.get_dummies(most)"
    fit = (
        'y = few.pop("price")\nX = few[[c for c in few.columns if c in most.columns]]\n'
        "model = Ridge().fit(X, y)\nmodel.predict(most[X.columns])"
    )
    found = synthesis(IMPORTS, read, make, ALIGNED[name], fit)
    assert not found.refused
    checked(found)


PARTS = {
    "to columns": (
        "df[['letter', 'number']] = df['street'].str.split(' ', expand=True)\n"
        "df['number'] = df['number'].astype(float)",
        ".reindex(columns=range(2))",
    ),
    "to one": (
        "df['number'] = df.street.str.rsplit(' ', n=1, expand=True)[1].astype(float)",
        ".reindex(columns=range(street_parts))[1]",
    ),
}


@pytest.mark.parametrize("name", PARTS)
def test_texts_are_split_to_as_many_columns_as_in_training(name, table):
    split, said = PARTS[name]
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    model = 'X = df[["size", "number"]]\nmodel = Ridge().fit(X, df["price"])\nprint(model.predict(X)[:3])'
    found = synthesis(IMPORTS, read, split, model)
    checked(found)
    (made,) = found.made
    text = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    assert said in text
    names = watched(found)
    few = names[made.rows].head(2).assign(street=["A", None])  # no second part, none at all
    prepared = names[made.prepared](few)
    assert prepared["number"].isna().all()


BOTH = {
    "a loop over both": ("for part in [train, test]:\n    part['each'] = part['size'] / (part['rooms'] + 1)\n"
        "    part['each'] = part['each'].clip(0, 90)", "train = prepare(train)\ntest = prepare(test)"),
    "each by itself": ("test['each'] = test['size'] + test['rooms']\ntrain['each'] = train['size'] + train['rooms']",
        "test = prepare(test)\ntrain = prepare(train)"),
    "with a value of its own": ("train['each'] = train['size'] - train['size'].mean()\n"
        "test['each'] = test['size'] - test['size'].mean()", ""),
    "a text that says which": ("train['each'] = (train['town'] == 'train') + train['size']\n"
        "test['each'] = (test['town'] == 'test') + test['size']", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", BOTH)
def test_what_training_does_to_another_frame_as_well_is_done_by_the_same_function(name, table):
    prepare, said = BOTH[name]
    read = f"train = pd.read_csv({str(table)!r}).fillna(0)\ntest = pd.read_csv({str(table)!r}).fillna(1)"
    fit = (
        "model = Ridge().fit(train[['each', 'size']], train['price'])\n"
        "kept = model.predict(test[['each', 'size']])"
    )
    found = synthesis(IMPORTS, read, prepare, fit, "print(kept[:3])")
    checked(found)
    texts = "\n".join(cell.code for cell in found.program.cells)
    assert not said or said in texts
    assert ("train = prepare(train)" in texts) == bool(said)
    names = watched(found)
    (made,) = found.made
    assert list(names["predict"](names[made.rows])) == list(names["kept"])


@pytest.mark.parametrize("frame", ["df.select_dtypes('number')", "df[['size', 'rooms', 'price']]"])
def test_a_loop_over_a_frame_is_one_over_its_columns(frame, table):
    read = f"df = pd.read_csv({str(table)!r}).drop(columns=['heating', 'street'])"
    loop = f"for c in {frame}:\n    df[c] = df[c].fillna(df[c].median())"
    fit = (
        "X, y = pd.get_dummies(df.drop(columns=['price', 'built'])), df['price']\n"
        "model = Ridge().fit(X, y)\nkept = model.predict(X)"
    )
    found = synthesis(IMPORTS, read, loop, fit, "print(kept[:3])")
    checked(found)
    (made,) = found.made
    names = watched(found)
    assert list(names["df_columns"]) == ["size", "rooms", "price"]
    rows = names[made.rows].drop(columns="price")  # a request has no target
    assert list(names["predict"](rows)) == list(names["kept"])
