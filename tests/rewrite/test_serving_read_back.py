"""What a notebook saves together and reads back has the names that were saved."""

from __future__ import annotations

import pytest
from notebooks import flow_of

from converter.rewrite.serving.read_back import read_back

MADE = "import joblib, pickle\nm, s, t = object(), [1], 0.4\n"
READ = {
    "a dict": "joblib.dump({'model': m, 'cut': t}, 'b.pkl')\nb = joblib.load('b.pkl')\nx = b['model'], b['cut']",
    "files that are opened": "pickle.dump({'model': m, 'cut': t}, open('b.pkl', 'wb'))\n"
    "b = pickle.load(open('b.pkl', 'rb'))\nx = b['model'], b['cut']",
    "files of a block": "with open('b.pkl', 'wb') as f:\n    pickle.dump({'model': m, 'cut': t}, f)\n"
    "with open('b.pkl', 'rb') as f:\n    b = pickle.load(f)\nx = b['model'], b['cut']",
    "a dict with a name": "d = {'model': m, 'cut': t}\njoblib.dump(d, 'b.pkl')\nb = joblib.load('b.pkl')\n"
    "x = b['model'], b['cut']",
    "the last one of two": "joblib.dump({'model': s, 'cut': t}, 'b.pkl')\n"
    "joblib.dump({'model': m, 'cut': t}, 'b.pkl')\nb = joblib.load('b.pkl')\nx = b['model'], b['cut']",
}


@pytest.mark.fast
@pytest.mark.parametrize("name", READ)
def test_parts_of_what_is_read_back_are_what_was_saved(name: str) -> None:
    written = read_back(flow_of(MADE + READ[name]))
    assert written is not None and written.cells[0].code.endswith("x = m, t")


@pytest.mark.fast
def test_parts_of_a_tuple_are_unpacked_from_the_names() -> None:
    code = "pickle.dump((m, t), open('b.pkl', 'wb'))\nmodel, cut = pickle.load(open('b.pkl', 'rb'))"
    written = read_back(flow_of(MADE + code))
    assert written is not None and written.cells[0].code.endswith("model, cut = m, t")


@pytest.mark.fast
def test_literals_are_said_and_other_values_are_read_from_the_file() -> None:
    code = "joblib.dump({'model': m, 'cut': 0.5, 'names': list(s)}, 'b.pkl')\nb = joblib.load('b.pkl')\n"
    written = read_back(flow_of(MADE + code + "x = b['model'], b['cut'], b['names']"))
    assert written is not None and written.cells[0].code.endswith("x = m, 0.5, b['names']")


SAVE = "joblib.dump({'model': m, 'cut': t}, 'b.pkl')\n"
LOAD = "b = joblib.load('b.pkl')\n"
LEFT_ALONE = {
    "another file": SAVE + "b = joblib.load('c.pkl')\nx = b['model']",
    "the name is bound again": SAVE + LOAD + "m = 1\nx = b['model']",
    "its object is changed": SAVE.replace(": m", ": s") + LOAD + "s.append(2)\nx = b['model']",
    "the dict is changed": "d = {'model': m}\nd['model'] = s\njoblib.dump(d, 'b.pkl')\n" + LOAD + "x = b['model']",
    "the file is written otherwise": SAVE + "m.save('b.pkl')\n" + LOAD + "x = b['model']",
    "it is read whole": SAVE + LOAD + "x = b['model'], b",
    "a part is set": SAVE + LOAD + "b['model'] = s\nx = b['model']",
    "it is read within a function": SAVE + LOAD + "def f():\n    return b['model']",
    "it is saved on a condition": f"if t > 1:\n    {SAVE}{LOAD}x = b['model']",
    "a key that was not saved": SAVE + LOAD + "x = b['scaler']",
    "parts of a tuple that are changed": "pickle.dump((m, s), open('b.pkl', 'wb'))\n"
    "model, names = pickle.load(open('b.pkl', 'rb'))\nnames.append(3)",
}


@pytest.mark.fast
@pytest.mark.parametrize("name", LEFT_ALONE)
def test_what_may_be_another_is_left_alone(name: str) -> None:
    assert read_back(flow_of(MADE + LEFT_ALONE[name])) is None
