"""Models that were fitted elsewhere and are read from a file: whoever asks them serves them."""

from __future__ import annotations

import pickle

import pytest
from served_rows import IMPORTS, checked, synthesis, watched

pytest.importorskip("sklearn")

ASK = "rows = scaler.transform(df[['size', 'rooms']])\nkept = model.predict(rows)"
LOADS = {
    "joblib": "import joblib\nmodel = joblib.load({model})\nscaler = joblib.load({scaler})",
    "pickle": "import pickle\nmodel = pickle.load(open({model}, 'rb'))\nwith open({scaler}, 'rb') as file:\n    scaler = pickle.load(file)",
    "by another name": "import pickle as pkl\nfrom joblib import load as read\nmodel = read({model})\nscaler = pkl.load(open({scaler}, 'rb'))",
    "a function of the library": "import pickle\ndef load_model(path):\n    with open(path, 'rb') as file:\n        return pickle.load(file)\n"
    "model = load_model({model})\nscaler = load_model({scaler})",
}


@pytest.mark.parametrize("loads", LOADS.values(), ids=LOADS)
def test_what_was_stored_is_served(table, tmp_path, loads):
    import pandas as pd
    from sklearn.linear_model import Ridge
    from sklearn.preprocessing import StandardScaler

    flats = pd.read_csv(table).dropna()
    scaler = StandardScaler().fit(flats[["size", "rooms"]])
    model = Ridge().fit(scaler.transform(flats[["size", "rooms"]]), flats["price"])
    for name, value in (("model", model), ("scaler", scaler)):
        (tmp_path / name).write_bytes(pickle.dumps(value))
    paths = {name: repr(str(tmp_path / name)) for name in ("model", "scaler")}
    read = f"df = pd.read_csv({str(table)!r}).dropna()"
    found = synthesis(IMPORTS, loads.format(**paths), read, ASK)
    checked(found)
    names = watched(found)
    (made,) = found.made
    assert names[made.name](names["df"]).tolist() == names["kept"].tolist()


@pytest.mark.parametrize("load", ["import json\nmodel = json.load(open('m'))", "import numpy\nmodel = numpy.load('m')"])
def test_other_files_hold_no_models(table, load):
    read = f"df = pd.read_csv({str(table)!r}).dropna()"
    assert not synthesis(IMPORTS, load, read, "kept = model.predict(df)").made
